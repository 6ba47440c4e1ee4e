//! Sealed objects that every reader refuses, each with the stage that must refuse it.

use super::sealed::{Case, Made};
use super::{fixed, fixed16, plaintext};
use crate::aead::Aead;
use crate::backend::Backend;
use crate::context::EncryptionContext;
use crate::error::Stage;
use crate::kdf;
use crate::sealed::{Form, Layout};
use serde_json::{Value, json};

struct List(Vec<Value>);

impl List {
    fn add(&mut self, stage: Stage, name: &str, made: &Made) {
        let mut value = made.json(name);
        value["stage"] = json!(stage.name());
        self.0.push(value);
    }

    fn changed(&mut self, stage: Stage, name: &str, base: &Case, change: impl FnOnce(&mut Made)) {
        let mut made = base.make(Backend::AwsLc);
        change(&mut made);
        self.add(stage, name, &made);
    }
}

pub(super) fn file() -> Value {
    let mut list = List(Vec::new());
    headers(&mut list);
    keys(&mut list);
    lengths(&mut list);
    frames(&mut list);
    claims(&mut list);
    json!({
        "about": "Sealed objects that every reader refuses. `stage` is the check that refuses the whole object; a streaming reader, which learns \
                  the length last, may say `frame` where it is `length`. With `claimed_length` only a reader at random offsets is told that length.",
        "vectors": list.0,
    })
}

fn attached() -> Case {
    Case::new("forgery base", Form::Attached, (8, 1), 20)
}

fn detached() -> Case {
    Case::new("detached forgery base", Form::Detached, (8, 1), 20)
}

/// The stage that refuses a changed byte of the header.
fn stage_of(at: usize, mask: u8) -> Stage {
    match (at, mask) {
        (0..=9 | 12..=31, _) | (10 | 11, 0x80) => Stage::Header,
        (64..=95, _) => Stage::Commitment,
        _ => Stage::DataKey,
    }
}

fn headers(list: &mut List) {
    for mask in [1, 0x80] {
        for at in 0..Form::Attached.header_len() {
            let name = format!("header byte {at} xor {mask:#04x}");
            list.changed(stage_of(at, mask), &name, &attached(), |m| m.object[at] ^= mask);
        }
        for at in 0..Form::Detached.header_len() {
            let name = format!("detached header byte {at} xor {mask:#04x}");
            list.changed(stage_of(at, mask), &name, &detached(), |m| m.object[at] ^= mask);
        }
        for at in 0..48 {
            let name = format!("kept wrapped key byte {at} xor {mask:#04x}");
            list.changed(Stage::DataKey, &name, &detached(), |m| {
                m.wrapped.as_mut().unwrap()[at] ^= mask
            });
        }
    }
    for len in [0, 1, 7, 8, 12, 63, 64, 95, 96, 143] {
        list.changed(Stage::Header, &format!("header cut to {len} bytes"), &attached(), |m| {
            m.object.truncate(len)
        });
    }
    list.changed(Stage::Header, "detached header cut to 95 bytes", &detached(), |m| {
        m.object.truncate(95)
    });
    for (name, at, value) in [
        ("version 0", 7, 0),
        ("version 2", 7, 2),
        ("suite 2", 8, 2),
        ("form 0", 9, 0),
        ("form 3", 9, 3),
        ("frame exponent 7", 10, 7),
        ("frame exponent 21", 10, 21),
        ("frame exponent 63", 10, 63),
        ("frame exponent 255", 10, 255),
        ("groups beyond 1 MiB", 11, 13),
        ("group exponent 64", 11, 64),
        ("group exponent 255", 11, 255),
    ] {
        list.changed(Stage::Header, name, &attached(), |m| m.object[at] = value);
    }
    list.changed(Stage::Header, "attached said to be detached", &attached(), |m| m.object[9] = 2);
    list.changed(
        Stage::Header,
        "detached said to be attached, with a kept key",
        &detached(),
        |m| m.object[9] = 1,
    );
    list.changed(Stage::Header, "detached without its wrapped key", &detached(), |m| {
        m.wrapped = None
    });
    list.changed(Stage::Header, "attached with a wrapped key given apart", &attached(), |m| {
        m.wrapped = Some([0; 48])
    });
}

fn keys(list: &mut List) {
    list.changed(Stage::DataKey, "another scope key of the same name", &attached(), |m| {
        m.scope_key = fixed("another scope key")
    });
    list.changed(Stage::Header, "another scope-key identifier", &attached(), |m| {
        m.scope = fixed16("another scope id")
    });
    list.changed(Stage::Header, "another scope-key version", &attached(), |m| m.version = 8);
    for (name, pairs) in [
        ("context with another item", &[("item", "another"), ("tenant", "contoso")][..]),
        ("context with a pair missing", &[("item", "forgery base")]),
        (
            "context with a pair more",
            &[("item", "forgery base"), ("more", ""), ("tenant", "contoso")],
        ),
        ("context with keys and values moved", &[("item", "forgery basetenant"), ("x", "contoso")]),
        ("empty context", &[]),
    ] {
        let context = EncryptionContext::from_pairs(pairs.iter().copied()).unwrap();
        list.changed(Stage::DataKey, name, &attached(), |m| m.context = context);
    }
    let other = Case::new("forgery other", Form::Attached, (8, 1), 20).make(Backend::AwsLc);
    let detached_other =
        Case::new("detached forgery other", Form::Detached, (8, 1), 20).make(Backend::AwsLc);
    list.changed(Stage::DataKey, "two objects swapped", &attached(), |m| {
        m.object.clone_from(&other.object)
    });
    list.changed(Stage::DataKey, "two detached objects swapped", &detached(), |m| {
        m.object.clone_from(&detached_other.object)
    });
    list.changed(Stage::DataKey, "wrapped keys swapped", &detached(), |m| {
        m.wrapped = detached_other.wrapped
    });
    list.changed(Stage::DataKey, "wrapped key of another object in the header", &attached(), |m| {
        m.object[96..144].copy_from_slice(&other.object[96..144]);
    });
    list.changed(Stage::Commitment, "commitment of another object", &attached(), |m| {
        m.object[64..96].copy_from_slice(&other.object[64..96]);
    });
    list.changed(Stage::Commitment, "commitment of zeros", &attached(), |m| {
        m.object[64..96].fill(0)
    });
    list.changed(Stage::Frame, "body of another object", &attached(), |m| {
        m.object[144..].copy_from_slice(&other.object[144..]);
    });
}

/// Cuts and extensions. 1300 bytes: two full groups (544 bytes each) and a group of two frames, 256
/// and 20 bytes.
fn lengths(list: &mut List) {
    let base = Case::new("lengths", Form::Attached, (8, 1), 1300);
    let end = base.make(Backend::AwsLc).object.len();
    for (stage, len, name) in [
        (Stage::Length, 144, "no body"),
        (Stage::Length, 145, "one byte of body"),
        (Stage::Length, 159, "a body shorter than a tag"),
        (Stage::Frame, 160, "a body of one tag"),
        (Stage::Frame, end - 1, "last byte cut off"),
        (Stage::Frame, end - 16, "as many bytes as a tag cut off"),
        (Stage::Length, end - 20, "cut so that a last frame would be empty"),
        (Stage::Frame, 144 + 544, "cut after the first group"),
        (Stage::Frame, 144 + 1088, "cut after the second group"),
        (Stage::Frame, 144 + 272, "cut to the length of one frame"),
        (Stage::Length, 144 + 1088 + 16, "cut to an empty frame after full groups"),
    ] {
        list.changed(stage, name, &base, |m| m.object.truncate(len));
    }
    let full = Case::new("full groups", Form::Attached, (8, 1), 1024);
    for (stage, more, name) in [
        (Stage::Length, 1, "one byte appended"),
        (Stage::Length, 16, "as many bytes as a tag appended"),
        (Stage::Frame, 17, "as many bytes as a frame of one byte appended"),
        (Stage::Frame, 272, "as many bytes as a full frame appended"),
        (Stage::Frame, 544, "as many bytes as a full group appended"),
    ] {
        list.changed(stage, &format!("{name} to full groups"), &full, |m| {
            m.object.extend(vec![0; more])
        });
    }
    list.changed(Stage::Frame, "one byte appended", &base, |m| m.object.push(0));
    list.changed(Stage::Frame, "the object's own last group appended", &base, |m| {
        m.object.extend_from_within(144 + 1088..)
    });
    let empty = Case::new("empty", Form::Attached, (8, 1), 0);
    list.changed(Stage::Length, "empty message, last byte cut off", &empty, |m| {
        m.object.truncate(159)
    });
    list.changed(Stage::Frame, "empty message, one byte appended", &empty, |m| m.object.push(0));
    list.changed(Stage::Frame, "empty message, tag changed", &empty, |m| m.object[150] ^= 4);
}

fn frames(list: &mut List) {
    let base = Case::new("frames", Form::Attached, (8, 1), 1300);
    let end = base.make(Backend::AwsLc).object.len();
    for at in [144, 399, 400, 655, 656, 671, 672, 687, 688, 1231, 1232, end - 33, end - 32, end - 1]
    {
        list.changed(Stage::Frame, &format!("body byte at {at} changed"), &base, |m| {
            m.object[at] ^= 1
        });
    }
    list.changed(Stage::Frame, "two frames of a group reordered, tags too", &base, |m| {
        m.object[144..656].rotate_left(256);
        m.object[656..688].rotate_left(16);
    });
    list.changed(Stage::Frame, "two groups reordered", &base, |m| {
        m.object[144..1232].rotate_left(544)
    });
    list.changed(Stage::Frame, "first group in the place of the second", &base, |m| {
        m.object.copy_within(144..688, 688)
    });
    list.changed(Stage::Frame, "first group given twice", &base, |m| {
        let group = m.object[144..688].to_vec();
        m.object.splice(688..688, group);
    });
    list.changed(Stage::Frame, "first group left out", &base, |m| {
        m.object.drain(144..688);
    });
    let single = Case::new("single", Form::Attached, (8, 0), 512);
    list.changed(Stage::Frame, "one frame given twice", &single, |m| {
        let frame = m.object[144..416].to_vec();
        m.object.splice(416..416, frame);
    });
    forged_with_the_key(list);
}

/// What even a holder of the data key must not be able to pass off: flags and numbers of frames.
fn forged_with_the_key(list: &mut List) {
    let base = Case::new("forged with the data key", Form::Attached, (8, 0), 512);
    for (stage, name, pieces) in [
        (Stage::Frame, "last frame without the flag", &[(256, 0, 0), (256, 1, 0)][..]),
        (Stage::Frame, "first frame with the flag", &[(256, 0, 1), (256, 1, 1)]),
        (Stage::Frame, "frames numbered from 1", &[(256, 1, 0), (256, 2, 1)]),
        (Stage::Frame, "both frames with one number", &[(256, 0, 0), (256, 0, 1)]),
        (Stage::Frame, "a flag of 2", &[(256, 0, 0), (256, 1, 2)]),
        (Stage::Length, "an empty last frame after a full one", &[(256, 0, 0), (0, 1, 1)]),
        (Stage::Frame, "an empty message without the flag", &[(0, 0, 0)]),
        (Stage::Frame, "a short frame in the middle", &[(200, 0, 0), (256, 1, 1)]),
    ] {
        list.changed(stage, name, &base, |m| {
            m.object.truncate(144);
            let body = body(m, pieces);
            m.object.extend(body);
        });
    }
}

/// A body of these frames: length, number, flag.
fn body(made: &Made, pieces: &[(usize, u8, u8)]) -> Vec<u8> {
    let kind = [&made.object[..9], &made.object[10..12]].concat();
    let label = "customer-key/v1/object/binding";
    let parts = [kind.as_slice(), &made.fresh.object_id, made.context.as_bytes()];
    let binding = crate::digest::sha256(&crate::encoding::canonical(label, &parts));
    let mut keys = [0; 64];
    kdf::hkdf(
        Backend::AwsLc,
        made.fresh.data_key.expose(),
        "customer-key/v1/object/keys",
        &[&binding],
        &mut keys,
    )
    .unwrap();
    let key = Aead::new(Backend::AwsLc, keys[..32].try_into().unwrap()).unwrap();
    let mut body = Vec::new();
    for &(len, number, flag) in pieces {
        let nonce = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number, flag];
        let mut frame = plaintext(len);
        let tag = key.seal_in_place(&nonce, &binding, &mut frame).unwrap();
        body.extend(frame.into_iter().chain(tag));
    }
    body
}

/// Lengths claimed to a reader at random offsets that are not the object's.
fn claims(list: &mut List) {
    let base = Case::new("claims", Form::Attached, (8, 1), 1300);
    let made = base.make(Backend::AwsLc);
    let end = made.object.len() as u64;
    for (stage, claimed) in [
        (Stage::Header, 0),
        (Stage::Header, 143),
        (Stage::Length, 144),
        (Stage::Length, 159),
        (Stage::Frame, 160),
        (Stage::Frame, 144 + 544),
        (Stage::Frame, 144 + 1088),
        (Stage::Frame, end - 1),
        (Stage::Length, end - 20),
        (
            Stage::Length,
            Layout::new(8, 1).unwrap().sealed_len(Form::Attached, Layout::MAX_PLAINTEXT + 1),
        ),
        (Stage::Length, 1 << 60),
        (Stage::Length, u64::MAX),
    ] {
        let mut value = made.json(&format!("random access, {claimed} bytes claimed"));
        value["stage"] = json!(stage.name());
        value["claimed_length"] = json!(claimed);
        list.0.push(value);
    }
}
