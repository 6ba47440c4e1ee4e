//! The rules: policies, hierarchy, read paths, life cycle, jobs and audit.
