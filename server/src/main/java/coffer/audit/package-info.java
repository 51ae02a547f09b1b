/// The audit trail: append-only, hash-chained, its head signed by an HSM.
package coffer.audit;
