use super::plain;
use crate::generated::output::az_resources::{RoleAssignment, RoleDefinition, RolePermission};
use ckey_engine::directory::GivenRole;
use ckey_vault::VaultRole;

/// A role that somebody has on something.
pub(crate) fn role_assignment(given: &GivenRole) -> RoleAssignment {
    let (on, guid) = (given.scope.id(), given.guid());
    let who = &given.assignment;
    let is_person = who.app_id.is_none();
    RoleAssignment {
        role_assignment_name: plain(guid.to_string()),
        role_assignment_id: plain(format!(
            "{on}/providers/Microsoft.Authorization/roleAssignments/{guid}"
        )),
        scope: plain(on),
        display_name: plain(&who.name),
        sign_in_name: who.name.contains('@').then(|| who.name.clone()).filter(|_| is_person),
        role_definition_name: plain(who.role.as_str()),
        role_definition_id: plain(who.role.definition().id),
        object_id: plain(&who.object_id),
        object_type: plain(if is_person { "User" } else { "ServicePrincipal" }),
        can_delegate: Some(false),
        ..RoleAssignment::default()
    }
}

fn texts(actions: &[&str]) -> Vec<String> {
    actions.iter().map(|&action| action.to_owned()).collect()
}

/// A built-in role.
pub(crate) fn role_definition(role: VaultRole) -> RoleDefinition {
    let published = role.definition();
    let permission = RolePermission {
        actions: texts(published.actions),
        not_actions: texts(published.not_actions),
        data_actions: texts(published.data_actions),
        ..RolePermission::default()
    };
    RoleDefinition {
        name: plain(role.as_str()),
        id: plain(published.id),
        is_custom: Some(false),
        description: plain(published.description),
        actions: permission.actions.clone(),
        not_actions: permission.not_actions.clone(),
        data_actions: permission.data_actions.clone(),
        assignable_scopes: vec!["/".to_owned()],
        permissions: vec![permission],
        ..RoleDefinition::default()
    }
}
