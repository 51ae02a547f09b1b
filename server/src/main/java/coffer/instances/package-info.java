/// Dedicated instances: their binding to a cluster and their connection to it.
package coffer.instances;
