/// The audit trail: append-only, hash-chained, its head signed by an HSM.
///
/// A directory of segments, each named by the sequence of its first record (`000000000001.log`) and
/// filled with zeros before use. `Layout` states the bytes. Every record holds `SHA-256(previous
/// chain value || sequence || payload)`, so the newest chain value speaks for all records before
/// it; `AuditHeads` has it signed by an HSM's identity key and keeps it in the store. Whoever
/// changes, removes or reorders records must break the chain or compute it again, and then the
/// signed heads disagree.
///
/// What is promised: `record` returns when its record is in the page cache (survives kill -9) and
/// is forced to disk within about 50 ms; `recordDurably` returns when a force covered it. Heads are
/// signed over forced records only, so that power loss never leaves a head without its record.
/// Records newer than the newest head can be recomputed by whoever may write the files.
///
/// Retention: whole segments that are not the newest may be moved away (`AuditArchive`). The first
/// one that remains carries the chain value before it in its header, and every later signed head
/// proves that value: `AuditBeginning` is the first sequence that must still be there. A trail that
/// is damaged stays as evidence, and another chain begins beside it (`AuditAcceptance`).
package coffer.audit;
