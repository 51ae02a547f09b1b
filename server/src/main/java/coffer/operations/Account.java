package coffer.operations;

/// The account that everything belongs to.
///
/// @param region a label, in ARNs and DescribeRegions
/// @param id 16 digits
public record Account(String region, String id) {
  /// `acs:kms:<region>:<account>:<resource>`
  public String arn(String resource) {
    return "acs:kms:" + region + ":" + id + ":" + resource;
  }
}
