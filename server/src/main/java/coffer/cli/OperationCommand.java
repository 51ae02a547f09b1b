package coffer.cli;

import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.ram.CreateAccessKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/// One operation as a subcommand. What it takes comes from the request record; what differs between
/// the protocols is how it is sent.
final class OperationCommand {
  /// Sends what the user gave.
  private interface Call {
    int run(Map<String, Value> values);
  }

  private final Surroundings surroundings;

  OperationCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  CommandSpec of(Operation<?, ?> operation) {
    List<Parameter> parameters = Parameter.of(operation.request());
    CommandSpec[] self = new CommandSpec[1];
    Output output = new Output();
    AccessKeyFile file = new AccessKeyFile();
    boolean savable = operation.equals(CreateAccessKey.OPERATION);
    Object options;
    Call call;
    if (operation.api() == Api.INSTANCE) {
      InstanceOptions instance = new InstanceOptions();
      options = instance;
      call = values -> overInstanceApi(operation, instance, output, values);
    } else {
      RemoteOptions remote = new RemoteOptions();
      options = remote;
      call =
          values ->
              overOpenApi(
                  remote,
                  output,
                  api ->
                      savable
                          ? file.create(api, values)
                          : api.call(operation.api(), operation.name(), values));
    }
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection((Callable<Integer>) () -> run(self[0], parameters, call));
    self[0] = spec;
    spec.name(Kebab.of(operation.name()));
    spec.usageMessage().description(operation.summary().replace("%", "%%"));
    ParameterOptions.add(spec, parameters);
    spec.addMixin("connection", CommandSpec.forAnnotatedObject(options));
    spec.addMixin("output", CommandSpec.forAnnotatedObject(output));
    if (savable) {
      spec.addMixin("file", CommandSpec.forAnnotatedObject(file));
    }
    return spec;
  }

  private int run(CommandSpec spec, List<Parameter> parameters, Call call) {
    Map<String, Value> values = new ParameterValues(spec, surroundings).collect(parameters);
    try {
      return call.run(values);
    } finally {
      values.values().forEach(Value::wipe);
    }
  }

  private int overOpenApi(RemoteOptions remote, Output output, Function<OpenApi, JsonNode> call) {
    try (OpenApiClient client =
        new OpenApiClient(
            remote.connection(surroundings), surroundings.clock(), surroundings.random())) {
      output.show(call.apply(client), surroundings.terminal());
    }
    return 0;
  }

  private int overInstanceApi(
      Operation<?, ?> operation,
      InstanceOptions instance,
      Output output,
      Map<String, Value> values) {
    try (InstanceClient client = instance.client(surroundings, operation.api().version())) {
      output.show(client.call(operation.name(), values), surroundings.terminal());
    }
    return 0;
  }
}
