package coffer.compat.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.RootKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The life of a user, through a client of RAM: what it may do it does, what it may not do is
/// refused with the reason.
final class UserSteps {
  private static final String COMMENTS = "\"财务\" 'billing'\\n";

  private final Clients clients;
  private final Dialect dialect;
  private final OpenApi openApi;

  UserSteps(Clients clients, Dialect dialect) {
    this.clients = clients;
    this.dialect = dialect;
    this.openApi = clients.home().server().openApi();
  }

  List<Step> table() {
    return List.of(
        new Step("a user from its making to its end", this::life),
        new Step("ListUsers to the last page", this::pages),
        new Step("refusals of RAM", this::refusals));
  }

  private void life(Child client) throws Exception {
    String name = dialect.name("user");
    Fields user = user(name);
    Answer made =
        client
            .call("ram:CreateUser", user.with("DisplayName", "小明").with("Comments", COMMENTS))
            .orFail();
    Answer found = client.call("ram:GetUser", user).orFail();
    assertThat(found.find("UserId")).isEqualTo(made.find("UserId"));
    assertThat(found.find("DisplayName")).isEqualTo("小明");
    assertThat(found.find("Comments")).isEqualTo(COMMENTS);
    Answer access = client.call("ram:CreateAccessKey", user).orFail();
    RootKey key = new RootKey(access.find("AccessKeyId"), access.find("AccessKeySecret"));
    denied(client.callBy(key, "ram:GetUser", user), "ram:GetUser");
    Fields policy = policy(dialect.name("policy"));
    client
        .call(
            "ram:CreatePolicy",
            Fields.none()
                .with("PolicyName", dialect.name("policy"))
                .with("PolicyDocument", document(name))
                .with("Description", COMMENTS))
        .orFail();
    client.call("ram:AttachPolicyToUser", policy.with("UserName", name)).orFail();
    Answer attached = client.call("ram:ListPoliciesForUser", user).orFail();
    assertThat(attached.findAll("PolicyName")).containsExactly(dialect.name("policy"));
    assertThat(attached.find("Description")).isEqualTo(COMMENTS);
    allowed(client, key, user);
    denied(client.callBy(key, "ram:DeleteUser", user), "ram:DeleteUser");
    client.call("ram:DetachPolicyFromUser", policy.with("UserName", name)).orFail();
    denied(client.callBy(key, "ram:GetUser", user), "ram:GetUser");
    client.call("ram:DeleteUser", user).refused(409, "DeleteConflict.User.AccessKey");
    client
        .call("ram:DeletePolicy", Fields.none().with("PolicyName", dialect.name("policy")))
        .orFail();
    client.call("ram:DeleteAccessKey", user.with("UserAccessKeyId", key.id())).orFail();
    client.callBy(key, "ram:GetUser", user).refused(404, "InvalidAccessKeyId.NotFound");
    client.call("ram:DeleteUser", user).orFail();
    client.call("ram:GetUser", user).refused(404, "EntityNotExist.User");
  }

  private void allowed(Child client, RootKey key, Fields user) throws IOException {
    assertThat(client.callBy(key, "ram:GetUser", user).orFail().find("UserName"))
        .isEqualTo(dialect.name("user"));
    if (dialect.kms()) {
      Fields aes = Fields.key(clients.aes());
      String blob =
          client
              .callBy(key, "kms:Encrypt", aes.with("Plaintext", "by a user"))
              .orFail()
              .find("CiphertextBlob");
      Fields sealed = Fields.none().with("CiphertextBlob", blob);
      assertThat(client.callBy(key, "kms:Decrypt", sealed).orFail().find("Plaintext"))
          .isEqualTo("by a user");
      denied(client.callBy(key, "kms:DescribeKey", aes), "kms:DescribeKey");
      denied(client.callBy(key, "kms:CreateKey", Fields.none()), "kms:CreateKey");
    }
  }

  private String document(String user) {
    return """
    {"Version": "1", "Statement": [
      {"Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"],
       "Resource": "acs:kms:*:*:key/%s"},
      {"Effect": "Allow", "Action": "ram:GetUser", "Resource": "acs:ram:*:*:user/%s"}]}
    """
        .formatted(clients.aes(), user);
  }

  /// The client says it, and the service says the same when it is asked about the request.
  private void denied(Answer answer, String action) throws IOException {
    answer.refused(
        403,
        action.startsWith("ram:") ? "NoPermission" : "Forbidden.NoPermission" + dialect.suffix());
    if (dialect.tellsWhy()) {
      assertThat(answer.detail().get("AuthAction").getAsString()).isEqualTo(action);
      assertThat(answer.detail().get("NoPermissionType").getAsString()).isEqualTo("ImplicitDeny");
    }
    OpenApi.Answer why =
        openApi.call("ExplainAccess", Map.of("PastRequestId", answer.requestId())).orFail();
    assertThat(why.field("Decision")).isEqualTo("ImplicitDeny");
    assertThat(why.field("Action")).isEqualTo(action);
  }

  private void pages(Child client) {
    List<String> made = List.of(dialect.name("a"), dialect.name("b"), dialect.name("c"));
    made.forEach(name -> client.call("ram:CreateUser", user(name)).orFail());
    List<String> names = new ArrayList<>();
    Fields asked = Fields.none().with("MaxItems", 2);
    Answer page = client.call("ram:ListUsers", asked).orFail();
    names.addAll(page.findAll("UserName"));
    while (page.find("IsTruncated").equals("true")) {
      assertThat(page.findAll("UserName")).hasSize(2);
      page = client.call("ram:ListUsers", asked.with("Marker", page.find("Marker"))).orFail();
      names.addAll(page.findAll("UserName"));
    }
    assertThat(names).doesNotHaveDuplicates().containsAll(made);
    made.forEach(name -> client.call("ram:DeleteUser", user(name)).orFail());
  }

  private void refusals(Child client) {
    Fields user = user(dialect.name("twice"));
    client.call("ram:CreateUser", user).orFail();
    client.call("ram:CreateUser", user).refused(409, "EntityAlreadyExists.User");
    client.call("ram:DeleteUser", user).orFail();
    client.call("ram:DeleteUser", user).refused(404, "EntityNotExist.User");
    client
        .call("ram:CreateUser", user("no \"name\""))
        .refused(400, "InvalidParameter.UserName.InvalidChars");
    client
        .call(
            "ram:CreatePolicy",
            Fields.none().with("PolicyName", "malformed").with("PolicyDocument", "{\n\"密\"}"))
        .refused(400, "MalformedPolicyDocument");
  }

  private static Fields user(String name) {
    return Fields.none().with("UserName", name);
  }

  private static Fields policy(String name) {
    return Fields.none().with("PolicyType", "Custom").with("PolicyName", name);
  }
}
