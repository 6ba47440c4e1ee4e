//! What nobody asks for.

use crate::actors::{
    ASSIGNER, Actors, Assigner, IMPORTER, Importer, REFRESHERS, Refresher, SEALER, Sealer, WORKERS,
    Worker,
};
use crate::model::{Scene, State, Take};
use crate::rows::POLICIES;

impl Scene {
    /// Kills each who is at something.
    pub(crate) fn crash(&self, state: &State, take: Take<'_>) {
        if state.crashes == self.crashes {
            return;
        }
        let mut killed = |who: u8, act: &dyn Fn(&mut Actors)| {
            let mut next = State { crashes: state.crashes + 1, ..*state };
            act(&mut next.actors);
            if next.actors != state.actors {
                self.take(take, who, "somebody is killed", next);
            }
        };
        for number in 0..2 {
            killed(REFRESHERS[number], &|actors| {
                if let Refresher::Made(_) = actors.refreshers[number] {
                    actors.refreshers[number] = Refresher::Before;
                }
            });
            killed(WORKERS[number], &|actors| actors.workers[number] = Worker::Idle);
        }
        killed(ASSIGNER, &|actors| {
            if let Assigner::Opened(done, _) = actors.assigner {
                actors.assigner = Assigner::Before(done);
            }
        });
        killed(IMPORTER, &|actors| {
            actors.importer = match actors.importer {
                Importer::Before | Importer::Opened(_) => Importer::Before,
                Importer::Made | Importer::Read(_) | Importer::Holds => Importer::Made,
                Importer::Stored | Importer::Planned(..) | Importer::After => Importer::After,
                Importer::Refused => Importer::Refused,
            }
        });
        killed(SEALER, &|actors| actors.sealer = Sealer::Cold);
    }

    pub(crate) fn edit(&self, state: &State, take: Take<'_>) {
        for policy in (0..POLICIES as u8).filter(|_| self.edits && !state.edits) {
            for at in state.rows.generations(policy).filter(|at| state.rows.rows_under(*at) > 0) {
                let mut next = State { edits: true, ..*state };
                next.rows.miscount(at);
                self.take(take, 0, "somebody edits a counter", next);
            }
        }
    }
}
