/// HSM clusters: members, certificates, domain keys, activation.
package coffer.clusters;
