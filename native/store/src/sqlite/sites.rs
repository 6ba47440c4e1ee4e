//! SharePoint: geos, their sites, the chunks of files, and the key of the installation.

use std::ops::Range;

use rusqlite::types::ValueRef;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::authentic::bare;
use super::identity::{self, Field};
use super::session::{PAGE, Session, guid, natural, stored, taken};
use super::wraps;
use crate::error::{StoreError, StoreErrorKind};
use crate::model::{
    Chunk, Geo, InstallationKey, Recorded, Scope, ScopeKind, ScopeWrap, Site, SitesAmong,
};
use crate::names::name_key;
use crate::protocol::Place;
use crate::state::{ReadItems as _, ReadScopeWraps as _, ReadSites, WriteScopes, WriteSites};

type Result<T> = std::result::Result<T, StoreError>;

const GEOS: &str = "SELECT no, guid, name, admin_url, policy_no, created, recovery, record, code FROM geo ORDER BY no";

/// Columns in the order that [`site`] expects.
macro_rules! select_site {
    ($rest:literal) => {
        concat!(
            "SELECT t.no, s.guid, s.name, t.geo_no, s.created, t.deleted, t.record, t.code FROM site t CROSS JOIN scope s ON s.no = t.no ",
            $rest
        )
    };
}

fn geo(row: &Row<'_>) -> rusqlite::Result<Geo> {
    Ok(Geo {
        no: row.get(0)?,
        guid: guid(row, 1)?,
        name: row.get(2)?,
        admin_url: row.get(3)?,
        policy_no: row.get(4)?,
        created: row.get(5)?,
        recovery: row.get(6)?,
    })
}

fn site(row: &Row<'_>) -> rusqlite::Result<Site> {
    Ok(Site {
        no: row.get(0)?,
        guid: guid(row, 1)?,
        url: row.get(2)?,
        geo_no: row.get(3)?,
        created: row.get(4)?,
        deleted: row.get(5)?,
    })
}

/// Whether deleted ones are wanted, or not, where only these or those are.
const fn wanted(among: SitesAmong) -> Option<bool> {
    match among {
        SitesAmong::All => None,
        SitesAmong::InUse => Some(false),
        SitesAmong::Deleted => Some(true),
    }
}

fn chunk(row: &Row<'_>) -> rusqlite::Result<Chunk> {
    Ok(Chunk {
        position: row.get(0)?,
        start: natural(row, 1)?,
        size: natural(row, 2)?,
        place: natural(row, 3)?,
        sealed: natural(row, 4)?,
        key: row.get(5)?,
        object: match row.get_ref(6)? {
            ValueRef::Null => None,
            _ => Some(guid(row, 6)?),
        },
    })
}

fn installation_key(row: &Row<'_>) -> rusqlite::Result<InstallationKey> {
    Ok(InstallationKey { guid: guid(row, 0)?, sealed: row.get(1)? })
}

pub(super) fn recorded_geos(session: &Session<'_>) -> Result<Vec<Recorded<Geo>>> {
    session.many_recorded(GEOS, [], u32::MAX, geo, |_| true)
}

/// Looks at the code of every geo and every site.
pub(super) fn each(
    session: &Session<'_>,
    look: &mut dyn FnMut(std::result::Result<(), String>),
) -> Result<()> {
    session.each(GEOS, geo, look)?;
    session.each(select_site!("ORDER BY t.no"), site, look)
}

impl ReadSites for Session<'_> {
    fn geos(&mut self) -> Result<Vec<Geo>> {
        Ok(bare(recorded_geos(self)?))
    }

    fn site(&mut self, no: i64) -> Result<Option<Site>> {
        self.one_authentic(select_site!("WHERE t.no = ?1"), [no], site)
    }

    fn sites(
        &mut self,
        geo_no: Option<i64>,
        among: SitesAmong,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Recorded<Site>>> {
        let (limit, deleted) = (limit.min(PAGE), wanted(among));
        match geo_no {
            Some(geo_no) => self.many_recorded(
                select_site!(
                    "WHERE t.geo_no = ?1 AND t.no > ?2 AND (?3 IS NULL OR (t.deleted IS NOT NULL) = ?3) ORDER BY t.no"
                ),
                params![geo_no, after, deleted],
                limit,
                site,
                |_| true,
            ),
            None => self.many_recorded(
                select_site!(
                    "WHERE t.no > ?1 AND (?2 IS NULL OR (t.deleted IS NOT NULL) = ?2) ORDER BY t.no"
                ),
                params![after, deleted],
                limit,
                site,
                |_| true,
            ),
        }
    }

    fn count_sites(&mut self, geo_no: i64) -> Result<u64> {
        self.number("SELECT count(*) FROM site WHERE geo_no = ?1 AND deleted IS NULL", [geo_no])
    }

    fn sites_deleted_between(
        &mut self,
        times: &Range<i64>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<i64>> {
        let sql = "SELECT no FROM site INDEXED BY site_deleted WHERE deleted IS NOT NULL AND deleted >= ?1 AND deleted < ?2 AND no > ?3 ORDER BY no LIMIT ?4";
        self.many(sql, params![times.start, times.end, after, limit], |row| row.get(0))
    }

    fn deleted_site_keys(&mut self) -> Result<Vec<(Place, u64)>> {
        let sql = "SELECT w.policy_no, w.generation, count(*) FROM site t INDEXED BY site_deleted CROSS JOIN scope_wrap w ON w.scope_no = t.no
             WHERE t.deleted IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2";
        self.many(sql, [], |row| {
            let place = Place { policy_no: row.get(0)?, generation: row.get(1)? };
            Ok((place, natural(row, 2)?))
        })
    }

    fn wraps_of_sites(&mut self, geo_no: i64, after: i64, limit: u32) -> Result<Vec<ScopeWrap>> {
        let sql = wraps::select!(
            "site t INDEXED BY site_by_geo CROSS JOIN scope_wrap w ON w.scope_no = t.no CROSS JOIN scope s ON s.no = t.no
             WHERE t.geo_no = ?1 AND t.no > ?2 AND t.deleted IS NULL ORDER BY t.no, w.version"
        );
        self.page(sql, [geo_no, after], limit, wraps::wrap, wraps::same_scope)
    }

    fn count_sites_under(&mut self, geo_no: i64, policy_no: i64) -> Result<u64> {
        self.number(
            "SELECT count(DISTINCT t.no) FROM site t JOIN scope_wrap w ON w.scope_no = t.no WHERE t.geo_no = ?1 AND t.deleted IS NULL AND w.policy_no = ?2",
            [geo_no, policy_no],
        )
    }

    fn chunks(&mut self, item_no: i64) -> Result<Vec<Chunk>> {
        let sql = "SELECT position, start, size, place, sealed, key, object FROM chunk WHERE item_no = ?1 ORDER BY position";
        self.many(sql, [item_no], chunk)
    }

    fn installation_key(&mut self) -> Result<Option<InstallationKey>> {
        self.one("SELECT guid, sealed FROM installation_key", [], installation_key)
    }
}

impl WriteSites for Session<'_> {
    fn insert_geo(&mut self, geo: &Geo) -> Result<i64> {
        for known in self.geos()? {
            if name_key(&known.name) == name_key(&geo.name) {
                return Err(taken("geo", &geo.name));
            }
            if name_key(&known.admin_url) == name_key(&geo.admin_url) {
                return Err(taken("admin site", &geo.admin_url));
            }
        }
        let newest = self.number("SELECT coalesce(max(no), 0) FROM geo", [])?;
        let record = self.record()?;
        let geo = &Geo { no: stored(newest).saturating_add(1), ..geo.clone() };
        self.insert(
            "INSERT INTO geo (no, guid, name, name_key, admin_url, url_key, policy_no, created, recovery, record, code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                geo.no,
                geo.guid.as_bytes(),
                geo.name,
                name_key(&geo.name),
                geo.admin_url,
                name_key(&geo.admin_url),
                geo.policy_no,
                geo.created,
                geo.recovery,
                record,
                self.rows.code(geo, record)
            ],
            "geo",
            &geo.name,
        )
    }

    fn update_geo(&mut self, geo: &Geo) -> Result<()> {
        let record = self.record()?;
        self.run_one(
            "UPDATE geo SET name = ?2, name_key = ?3, admin_url = ?4, url_key = ?5, policy_no = ?6, recovery = ?7, record = ?8, code = ?9 WHERE no = ?1",
            params![
                geo.no,
                geo.name,
                name_key(&geo.name),
                geo.admin_url,
                name_key(&geo.admin_url),
                geo.policy_no,
                geo.recovery,
                record,
                self.rows.code(geo, record)
            ],
            "geo",
            &geo.name,
        )
    }

    fn insert_site(&mut self, site: &Site) -> Result<i64> {
        let scope = Scope {
            no: 0,
            guid: site.guid,
            kind: ScopeKind::Site,
            name: site.url.clone(),
            created: site.created,
        };
        let site = &Site { no: self.insert_scope(&scope)?, ..site.clone() };
        let record = self.record()?;
        self.insert(
            "INSERT INTO site (no, geo_no, deleted, record, code) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![site.no, site.geo_no, site.deleted, record, self.rows.code(site, record)],
            "site",
            &site.url,
        )?;
        Ok(site.no)
    }

    fn update_site(&mut self, site: &Site) -> Result<()> {
        let record = self.record()?;
        self.run_one(
            "UPDATE site SET geo_no = ?2, deleted = ?3, record = ?4, code = ?5 WHERE no = ?1",
            params![site.no, site.geo_no, site.deleted, record, self.rows.code(site, record)],
            "site",
            &site.url,
        )
    }

    fn insert_chunks(&mut self, item_no: i64, chunks: &[Chunk]) -> Result<()> {
        let sql = "INSERT INTO chunk (item_no, position, start, size, place, sealed, key, object) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        for chunk in chunks {
            let (start, size) = (stored(chunk.start), stored(chunk.size));
            let (place, sealed) = (stored(chunk.place), stored(chunk.sealed));
            let object = chunk.object.as_ref().map(Uuid::as_bytes);
            self.insert(
                sql,
                params![item_no, chunk.position, start, size, place, sealed, chunk.key, object],
                "chunk",
                chunk.position,
            )?;
        }
        Ok(())
    }

    fn replace_chunks(&mut self, item_no: i64, chunks: &[Chunk]) -> Result<()> {
        for chunk in chunks {
            let sql = "DELETE FROM chunk WHERE item_no = ?1 AND position = ?2";
            self.run(sql, params![item_no, chunk.position])?;
        }
        self.insert_chunks(item_no, chunks)
    }

    fn insert_installation_key(&mut self, key: &InstallationKey) -> Result<()> {
        self.insert(
            "INSERT INTO installation_key (no, guid, sealed) VALUES (1, ?1, ?2)",
            params![key.guid.as_bytes(), key.sealed],
            "key of the installation",
            key.guid,
        )?;
        Ok(())
    }

    fn remove_installation_key(&mut self) -> Result<()> {
        self.run("UPDATE installation_key SET sealed = zeroblob(length(sealed))", [])?;
        self.run("DELETE FROM installation_key", []).map(drop)
    }

    fn destroy_site(&mut self, no: i64) -> Result<()> {
        let found = self.site(no)?.ok_or_else(|| self.missing("site", &no))?;
        if self.count_items(no)? > 0 {
            return Err(full(&found.url));
        }
        // The change has to be recorded, though no row is left to carry the record's number.
        self.record()?;
        for wrap in self.scope_wraps(no)? {
            self.add_wraps(Place::from(&wrap), wrap.kind, -1, 0);
        }
        identity::forget(self, Field::SiteUrl, &found.url, no)?;
        // Zeros of the same length first, in place; secure_delete then clears what the row leaves.
        for sql in [
            "UPDATE scope_wrap SET wrap = zeroblob(length(wrap)) WHERE scope_no = ?1",
            "DELETE FROM scope_wrap WHERE scope_no = ?1",
            "DELETE FROM job_failure WHERE scope_no = ?1",
            "DELETE FROM pending_scope WHERE scope_no = ?1",
            "DELETE FROM site WHERE no = ?1",
        ] {
            self.run(sql, [no])?;
        }
        self.run_one("DELETE FROM scope WHERE no = ?1", [no], "scope", no)
    }
}

fn full(url: &str) -> StoreError {
    StoreError::new(
        StoreErrorKind::Conflict,
        url,
        format!("The site '{url}' holds files, and cannot be destroyed."),
        "Destroy its files first.",
    )
}
