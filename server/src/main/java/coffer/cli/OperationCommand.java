package coffer.cli;

import coffer.operations.Api;
import coffer.operations.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

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
    Object options;
    Call call;
    if (operation.api() == Api.INSTANCE) {
      InstanceOptions instance = new InstanceOptions();
      options = instance;
      call = values -> overInstanceApi(operation, instance, output, values);
    } else {
      RemoteOptions remote = new RemoteOptions();
      options = remote;
      call = values -> overOpenApi(operation, remote, output, values);
    }
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection((Callable<Integer>) () -> run(self[0], parameters, call));
    self[0] = spec;
    spec.name(Kebab.of(operation.name()));
    spec.usageMessage().description(operation.summary().replace("%", "%%"));
    ParameterOptions.add(spec, parameters);
    spec.addMixin("connection", CommandSpec.forAnnotatedObject(options));
    spec.addMixin("output", CommandSpec.forAnnotatedObject(output));
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

  private int overOpenApi(
      Operation<?, ?> operation, RemoteOptions remote, Output output, Map<String, Value> values) {
    try (OpenApiClient client =
        new OpenApiClient(
            remote.connection(surroundings), surroundings.clock(), surroundings.random())) {
      output.show(client.call(operation.api(), operation.name(), values), surroundings.terminal());
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
