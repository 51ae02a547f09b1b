package coffer.clusters;

import coffer.model.SecretBytes;
import java.net.URI;

/// An HSM that is to join a cluster.
///
/// @param label what to call the token when it has to be initialised
/// @param securityOfficerPin the owner of this object closes it
public record Candidate(URI uri, String zone, String label, SecretBytes securityOfficerPin) {}
