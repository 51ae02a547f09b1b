package coffer.operations.ram;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.ErrorCode;
import coffer.model.MfaSerial;
import coffer.operations.House;
import coffer.ram.AuthenticatorApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Second factors, bound to users who have them.
class MfaDevicesTest {
  @TempDir static Path directory;
  private static House house;
  private static RamCalls calls;

  @BeforeAll
  static void build() {
    house = new House(directory);
    calls = new RamCalls(house);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String serial(String name) {
    return "acs:ram::" + House.ACCOUNT.id() + ":mfa/" + name;
  }

  private static AuthenticatorApp create(String name) {
    CreateVirtualMFADevice.NewDevice made =
        calls
            .answer(CreateVirtualMFADevice.OPERATION, new CreateVirtualMFADevice.Request(name))
            .virtualMfaDevice();
    assertThat(made.serialNumber()).isEqualTo(serial(name));
    return new AuthenticatorApp(made.base32StringSeed().use(bytes -> new String(bytes, US_ASCII)));
  }

  private static BindMFADevice.Request binding(
      String name, String user, AuthenticatorApp app, int first) {
    return new BindMFADevice.Request(
        serial(name),
        user,
        app.code(house.clock.instant(), first),
        app.code(house.clock.instant(), first + 1));
  }

  private static ErrorCode unbound(String user) {
    return calls.refusal(GetUserMFAInfo.OPERATION, new GetUserMFAInfo.Request(user));
  }

  @Test
  void aDeviceIsBoundTakenAwayAndDeleted() {
    calls.createUser("alice");
    AuthenticatorApp app = create("alice");
    assertThat(unbound("alice")).isEqualTo(ErrorCode.MFA_DEVICE_NOT_EXIST);
    calls.answer(BindMFADevice.OPERATION, binding("alice", "alice", app, -1));
    assertThat(
            calls.answer(GetUserMFAInfo.OPERATION, new GetUserMFAInfo.Request("alice")).mfaDevice())
        .isEqualTo(new GetUserMFAInfo.Device(serial("alice"), "VMFA"));
    assertThat(calls.refusal(DeleteUser.OPERATION, new DeleteUser.Request("alice")))
        .isEqualTo(ErrorCode.DELETE_CONFLICT_USER_MFA_DEVICE);
    DeleteVirtualMFADevice.Request deletion = new DeleteVirtualMFADevice.Request(serial("alice"));
    assertThat(calls.refusal(DeleteVirtualMFADevice.OPERATION, deletion))
        .isEqualTo(ErrorCode.DELETE_CONFLICT_MFA_DEVICE);
    assertThat(
            calls
                .answer(UnbindMFADevice.OPERATION, new UnbindMFADevice.Request("alice"))
                .mfaDevice()
                .serialNumber())
        .isEqualTo(serial("alice"));
    assertThat(calls.refusal(UnbindMFADevice.OPERATION, new UnbindMFADevice.Request("alice")))
        .isEqualTo(ErrorCode.MFA_DEVICE_NOT_EXIST);
    // The codes that bound it do not bind it again.
    assertThat(calls.refusal(BindMFADevice.OPERATION, binding("alice", "alice", app, -1)))
        .isEqualTo(ErrorCode.MFA_CODE_WRONG);
    house.clock.forward(Duration.ofMinutes(1));
    calls.answer(BindMFADevice.OPERATION, binding("alice", "alice", app, -1));
    calls.answer(UnbindMFADevice.OPERATION, new UnbindMFADevice.Request("alice"));
    calls.answer(DeleteVirtualMFADevice.OPERATION, deletion);
    assertThat(calls.refusal(DeleteVirtualMFADevice.OPERATION, deletion))
        .isEqualTo(ErrorCode.VIRTUAL_MFA_DEVICE_NOT_EXIST);
    calls.answer(DeleteUser.OPERATION, new DeleteUser.Request("alice"));
  }

  @Test
  void onlyWhoHasADeviceBindsItAndOneToOne() {
    calls.createUser("bob");
    calls.createUser("carol");
    AuthenticatorApp app = create("bobs");
    AuthenticatorApp other = create("bobs-other");
    assertThat(calls.refusal(BindMFADevice.OPERATION, binding("bobs", "bob", other, -1)))
        .isEqualTo(ErrorCode.MFA_CODE_WRONG);
    assertThat(calls.refusal(BindMFADevice.OPERATION, binding("bobs", "bob", app, 1)))
        .isEqualTo(ErrorCode.MFA_CODE_WRONG);
    assertThat(
            calls.refusal(
                BindMFADevice.OPERATION,
                new BindMFADevice.Request(serial("bobs"), "bob", "12345", "123456")))
        .isEqualTo(ErrorCode.MFA_CODE_FORMAT);
    assertThat(
            calls.refusal(
                BindMFADevice.OPERATION,
                new BindMFADevice.Request(serial("bobs"), "bob", "123456", "12345x")))
        .isEqualTo(ErrorCode.MFA_CODE_FORMAT);
    assertThat(calls.refusal(BindMFADevice.OPERATION, binding("none", "bob", app, -1)))
        .isEqualTo(ErrorCode.VIRTUAL_MFA_DEVICE_NOT_EXIST);
    assertThat(calls.refusal(BindMFADevice.OPERATION, binding("bobs", "nobody", app, -1)))
        .isEqualTo(ErrorCode.USER_NOT_EXIST);
    assertThat(unbound("bob")).isEqualTo(ErrorCode.MFA_DEVICE_NOT_EXIST);
    calls.answer(BindMFADevice.OPERATION, binding("bobs", "bob", app, 0));
    assertThat(calls.refusal(BindMFADevice.OPERATION, binding("bobs", "carol", app, 0)))
        .isEqualTo(ErrorCode.VIRTUAL_MFA_DEVICE_ALREADY_BOUND);
    assertThat(calls.refusal(BindMFADevice.OPERATION, binding("bobs-other", "bob", other, 0)))
        .isEqualTo(ErrorCode.MFA_DEVICE_ALREADY_EXISTS);
  }

  @Test
  void aNameIsTakenOnceAndHasItsShape() {
    create("once");
    assertThat(
            calls.refusal(
                CreateVirtualMFADevice.OPERATION, new CreateVirtualMFADevice.Request("once")))
        .isEqualTo(ErrorCode.VIRTUAL_MFA_DEVICE_ALREADY_EXISTS);
    assertThat(
            calls.refusal(
                CreateVirtualMFADevice.OPERATION, new CreateVirtualMFADevice.Request("a/b")))
        .isEqualTo(ErrorCode.MFA_DEVICE_NAME_CHARACTERS);
    for (String name : List.of("", "x".repeat(65))) {
      assertThat(
              calls.refusal(
                  CreateVirtualMFADevice.OPERATION, new CreateVirtualMFADevice.Request(name)))
          .isEqualTo(ErrorCode.MFA_DEVICE_NAME_LENGTH);
    }
    assertThat(
            calls.refusal(
                DeleteVirtualMFADevice.OPERATION, new DeleteVirtualMFADevice.Request("once")))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void aSeedIsShownOnceAndKeptSealed() {
    byte[] seed =
        calls
            .answer(CreateVirtualMFADevice.OPERATION, new CreateVirtualMFADevice.Request("sealed"))
            .virtualMfaDevice()
            .base32StringSeed()
            .use(Base32::decode);
    assertThat(seed).hasSize(20);
    byte[] kept =
        house.store.read(view ->
            view.ram()
                .mfaDevices()
                .find(new MfaSerial(serial("sealed")))
                .orElseThrow()
                .sealedSeed());
    assertThat(kept).hasSize(12 + 20 + 16);
    assertThat(new String(kept, US_ASCII)).doesNotContain(new String(seed, US_ASCII));
    assertThat(house.audit.last().event().toString())
        .contains("ram:CreateVirtualMFADevice", "mfa/sealed");
  }

  @Test
  void theListIsInOrderWithOwnersWholeOrByPages() {
    calls.createUser("dora");
    AuthenticatorApp app = create("list-2");
    create("list-1");
    create("list-3");
    calls.answer(BindMFADevice.OPERATION, binding("list-2", "dora", app, -1));
    List<ListVirtualMFADevices.Entry> all = list(Optional.empty(), Optional.empty()).entries();
    List<String> serials = all.stream().map(ListVirtualMFADevices.Entry::serialNumber).toList();
    assertThat(serials).isSorted().contains(serial("list-1"), serial("list-2"), serial("list-3"));
    ListVirtualMFADevices.Entry bound = all.get(serials.indexOf(serial("list-2")));
    assertThat(bound.activateDate()).contains(house.clock.instant());
    assertThat(bound.user().orElseThrow().userName()).isEqualTo("dora");
    assertThat(bound.user().orElseThrow().displayName()).contains("Dr. dora");
    assertThat(all.get(serials.indexOf(serial("list-1"))).user()).isEmpty();
    Page page = list(Optional.of(serials.get(serials.indexOf(serial("list-1")))), Optional.of(1));
    assertThat(page.entries()).containsExactly(bound);
    assertThat(page.marker()).contains(serial("list-2"));
    assertThat(list(Optional.of(serials.getLast()), Optional.of(1)))
        .isEqualTo(new Page(List.of(), Optional.empty()));
    assertThat(
            calls.refusal(
                ListVirtualMFADevices.OPERATION,
                new ListVirtualMFADevices.Request(Optional.empty(), Optional.of(1_001))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  private record Page(List<ListVirtualMFADevices.Entry> entries, Optional<String> marker) {}

  private static Page list(Optional<String> marker, Optional<Integer> items) {
    ListVirtualMFADevices.Answer answer =
        calls.answer(
            ListVirtualMFADevices.OPERATION, new ListVirtualMFADevices.Request(marker, items));
    assertThat(answer.isTruncated()).isEqualTo(answer.marker().isPresent());
    return new Page(answer.virtualMfaDevices().virtualMfaDevice(), answer.marker());
  }
}
