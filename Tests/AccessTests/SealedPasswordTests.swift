import Foundations
import Testing
import Vault
@testable import Access

/// The real hashing, cheap enough for tests (the vault forbids this cost in release builds).
@Suite struct SealedPasswordTests {
    private let password = Array("tide lamp orchard nine".utf8)

    @Test func argon2idWithItsOwnSalt() throws {
        let hashing = SealedPasswords(cost: .least)
        let one = try hashing.hash(password)
        let two = try hashing.hash(password)
        #expect(one.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$") && one != two)
        #expect(hashing.verify(password, against: one) && hashing.verify(password, against: two))
        #expect(!hashing.verify(password + [0], against: one))
        for damaged in ["", "$argon2id$", String(one.dropLast(3)), String(repeating: "$", count: 5000)] {
            #expect(!hashing.verify(password, against: damaged))
        }
    }

    /// The decoy costs what a real account costs, or an unknown name would be told by the clock.
    @Test func theDecoyCostsTheSame() throws {
        let tools = PeopleStore.Tools.vault(cost: .least)
        let real = try tools.hashing.hash(password)
        let decoy = DoorSecrets(tools: tools).decoy()
        #expect(decoy.split(separator: "$").prefix(3) == real.split(separator: "$").prefix(3))
        #expect(decoy != real && !tools.hashing.verify(password, against: decoy))
    }

    @Test func theWholeDoorWithTheVaultsTools() async throws {
        let box = try Box()
        let rules = AccessRules(book: try standardRoles(), classes: District.classes)
        let people = try PeopleStore(journal: box.journal, rules: rules, tools: .vault(cost: .least), trail: JournalTrail(box.journal), time: box.time)
        let invitation = try await people.found([NewPerson(name: "Ada Root", userName: "admin", role: "site_administrator")])[0]
        let done = try await people.completeSetup(token: invitation.token, password: "tide lamp orchard nine", peer: "p")
        let secret = try #require(done.totpSecret.flatMap(Base32.bytes))
        let code = TOTP.code(secret: secret, unixSeconds: box.time.now().millis / 1000)
        let signed = try await people.signIn(SignInRequest(user: "admin", password: "tide lamp orchard nine", code: code, peer: "p"))
        #expect(try people.viewer(of: signed.session).role.code == "site_administrator")
        let hash = try people.credential(of: signed.person.id).credential.passwordHash
        #expect(hash?.hasPrefix("$argon2id$") == true)
    }
}
