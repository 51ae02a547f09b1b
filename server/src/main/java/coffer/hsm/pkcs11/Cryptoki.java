package coffer.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/// The functions of one module, from its CK_FUNCTION_LIST (PKCS #11 v2.40 §3.6). The version field
/// takes the first 8 bytes; pointers follow in the order of the header file.
@SuppressWarnings("restricted")
final class Cryptoki {
  private static final int FUNCTIONS = 68;
  private static final long VERSION_BYTES = 8;

  final MemorySegment initialize;
  final MemorySegment getInfo;
  final MemorySegment finish;
  final MemorySegment getSlotList;
  final MemorySegment getSlotInfo;
  final MemorySegment getTokenInfo;
  final MemorySegment initToken;
  final MemorySegment getMechanismList;
  final MemorySegment initPin;
  final MemorySegment setPin;
  final MemorySegment openSession;
  final MemorySegment closeSession;
  final MemorySegment closeAllSessions;
  final MemorySegment login;
  final MemorySegment logout;
  final MemorySegment createObject;
  final MemorySegment destroyObject;
  final MemorySegment getAttributeValue;
  final MemorySegment setAttributeValue;
  final MemorySegment findObjectsInit;
  final MemorySegment findObjects;
  final MemorySegment findObjectsFinal;
  final MemorySegment encryptInit;
  final MemorySegment encrypt;
  final MemorySegment decryptInit;
  final MemorySegment decrypt;
  final MemorySegment signInit;
  final MemorySegment sign;
  final MemorySegment generateKey;
  final MemorySegment generateKeyPair;
  final MemorySegment wrapKey;
  final MemorySegment unwrapKey;
  final MemorySegment generateRandom;

  /// Loads the library for as long as the process lives: code that may be running in a stuck thread
  /// cannot be unloaded.
  Cryptoki(Path library) {
    MemorySegment getFunctionList =
        SymbolLookup.libraryLookup(library, Arena.global())
            .find("C_GetFunctionList")
            .orElseThrow(() -> new IllegalArgumentException("no C_GetFunctionList in the module"));
    MemorySegment list;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(ADDRESS);
      ModuleRefusal.check("C_GetFunctionList", Downcall.p(getFunctionList, pointer));
      list = pointer.get(ADDRESS, 0).reinterpret(VERSION_BYTES + FUNCTIONS * ADDRESS.byteSize());
    }
    initialize = function(list, 0);
    getInfo = function(list, 2);
    finish = function(list, 1);
    getSlotList = function(list, 4);
    getSlotInfo = function(list, 5);
    getTokenInfo = function(list, 6);
    initToken = function(list, 9);
    getMechanismList = function(list, 7);
    initPin = function(list, 10);
    setPin = function(list, 11);
    openSession = function(list, 12);
    closeSession = function(list, 13);
    closeAllSessions = function(list, 14);
    login = function(list, 18);
    logout = function(list, 19);
    createObject = function(list, 20);
    destroyObject = function(list, 22);
    getAttributeValue = function(list, 24);
    setAttributeValue = function(list, 25);
    findObjectsInit = function(list, 26);
    findObjects = function(list, 27);
    findObjectsFinal = function(list, 28);
    encryptInit = function(list, 29);
    encrypt = function(list, 30);
    decryptInit = function(list, 33);
    decrypt = function(list, 34);
    signInit = function(list, 42);
    sign = function(list, 43);
    generateKey = function(list, 58);
    generateKeyPair = function(list, 59);
    wrapKey = function(list, 60);
    unwrapKey = function(list, 61);
    generateRandom = function(list, 64);
  }

  private static MemorySegment function(MemorySegment list, int index) {
    return list.get(ADDRESS, VERSION_BYTES + index * ADDRESS.byteSize());
  }
}
