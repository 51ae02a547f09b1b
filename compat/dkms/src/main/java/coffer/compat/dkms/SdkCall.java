package coffer.compat.dkms;

import com.aliyun.dkms.gcs.sdk.Client;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Base64;
import java.util.List;

/// One call of the SDK, by the names of its own methods and model fields, so that every action it
/// has can be driven without a line for each.
final class SdkCall {
  private SdkCall() {}

  static JsonObject call(Client client, Command command) throws Exception {
    Method method = method(command.action());
    Object request = method.getParameterTypes()[0].getConstructor().newInstance();
    for (String name : command.fields().keySet()) {
      Field field = field(request, name);
      field.set(request, value(field, command.fields().get(name)));
    }
    try {
      return json(method.invoke(client, request));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  static Method method(String action) {
    for (Method method : Client.class.getMethods()) {
      if (method.getName().equals(action) && method.getParameterCount() == 1) {
        return method;
      }
    }
    throw new IllegalArgumentException("the SDK has no such action: " + action);
  }

  private static Field field(Object model, String name) {
    try {
      return model.getClass().getField(name);
    } catch (NoSuchFieldException e) {
      throw new IllegalArgumentException(
          model.getClass().getSimpleName() + " has no field " + name, e);
    }
  }

  private static Object value(Field field, JsonElement value) {
    Class<?> type = field.getType();
    if (type == byte[].class) {
      return Base64.getDecoder().decode(value.getAsString());
    } else if (type == Integer.class) {
      return value.getAsInt();
    } else if (type == Boolean.class) {
      return value.getAsBoolean();
    } else if (type == String.class) {
      return value.getAsString();
    }
    throw new IllegalArgumentException("field " + field.getName() + " cannot be given");
  }

  private static JsonObject json(Object answer) throws IllegalAccessException {
    JsonObject json = new JsonObject();
    for (Field field : answer.getClass().getFields()) {
      switch (field.get(answer)) {
        case byte[] bytes ->
            json.addProperty(field.getName(), Base64.getEncoder().encodeToString(bytes));
        case String text -> json.addProperty(field.getName(), text);
        case Boolean flag -> json.addProperty(field.getName(), flag);
        case Number number -> json.addProperty(field.getName(), number);
        case List<?> list -> json.add(field.getName(), texts(list));
        case null, default -> {
          // Absent fields, and the response headers that nobody asked for.
        }
      }
    }
    return json;
  }

  private static JsonArray texts(List<?> list) {
    JsonArray array = new JsonArray();
    list.forEach(item -> array.add(String.valueOf(item)));
    return array;
  }
}
