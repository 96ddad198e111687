import Foundations
import Synchronization

/// The marks that known devices carry, and the decoy hash against which a sign-in with an unknown name is checked.
///
/// The decoy is made anew at each start. The key of a person's marks lies with their credential, so that devices stay
/// known over a restart: after a power cut a whole office signs in at once, and nobody should wait behind a guesser.
final class DoorSecrets: Sendable {
    private let digest: @Sendable ([UInt8]) -> [UInt8]
    private let random: RandomBytes
    private let hashing: any PasswordHashing
    private let decoyHash = Mutex<String?>(nil)

    init(tools: PeopleStore.Tools) {
        digest = tools.digest
        random = RandomBytes(tools.random)
        hashing = tools.hashing
    }

    /// Runs on the password lane: the first call makes a hash.
    func decoy() -> String {
        if let known = decoyHash.withLock({ $0 }) { return known }
        let made = (try? hashing.hash(Array(Token.make(random).utf8))) ?? ""
        decoyHash.withLock { $0 = made }
        return made
    }

    /// A mark for a browser in which this person has just signed in: nonce and keyed hash.
    func mark(for person: UUIDv7, _ credential: Credential) -> String {
        let nonce = random(16)
        return Token.text(nonce + mac(person, credential, nonce))
    }

    /// The device's name within the throttle, when the mark is ours and belongs to this person's present password.
    func device(of mark: String?, person: UUIDv7, _ credential: Credential) -> String? {
        guard credential.markKey != nil, let mark, mark.utf8.count == 64, let bytes = Token.bytes(mark), bytes.count == 48 else { return nil }
        let nonce = Array(bytes[..<16])
        guard sameInConstantTime(Token.text(mac(person, credential, nonce)), Token.text(Array(bytes[16...]))) else { return nil }
        return Token.text(nonce)
    }

    /// What seals a person's unsent drafts in their browser: the same after each sign-in, gone with the account. Only a
    /// signed-in session is told, so that a browser's files alone open nothing. Nothing before the first sign-in.
    func draftKey(for person: UUIDv7, _ credential: Credential) -> [UInt8]? {
        guard let key = credential.markKey else { return nil }
        return digest(key + Array("kinbox drafts".utf8) + person.bytes)
    }

    /// BLAKE2b does not suffer from length extension: hashing the key in front is a sound keyed hash.
    private func mac(_ person: UUIDv7, _ credential: Credential, _ nonce: [UInt8]) -> [UInt8] {
        digest((credential.markKey ?? []) + Array("kinbox known device".utf8) + person.bytes + Array("\(credential.generation) ".utf8) + nonce)
    }
}
