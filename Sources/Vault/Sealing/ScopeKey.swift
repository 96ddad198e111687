/// The key of one scope (a dossier, a family, a notification, …), in locked memory while somebody holds it. Everything
/// that belongs to the scope is sealed under keys of its own, each wrapped by this one.
public final class ScopeKey: Sendable {
    let bytes: SecretBytes
    init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
}

/// The key of one payload or attachment.
public final class ItemKey: Sendable {
    let bytes: SecretBytes
    init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
}
