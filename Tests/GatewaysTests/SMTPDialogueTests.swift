import Alerts
import Foundations
import Testing

@testable import Gateways

private let letter = SMTPDialogue.Letter(from: "kinbox@office.example", to: "a@office.example", text: "Subject: x\r\n\r\n.dot\r\nend\r\n")

private func run(_ dialogue: SMTPDialogue, _ replies: [(Int, [String])]) throws -> [SMTPDialogue.Step] {
    var dialogue = dialogue, steps: [SMTPDialogue.Step] = []
    for (code, lines) in replies {
        let step = try dialogue.heard(SMTPReply(code: code, lines: lines))
        steps.append(step)
        if step == .secure { steps.append(dialogue.secured()) }
    }
    return steps
}

private func dialogue(_ security: SMTPDialogue.Security, password: String? = nil) -> SMTPDialogue {
    SMTPDialogue(security: security, name: "box", user: password.map { _ in "u" }, password: password, letter: letter)
}

@Suite struct SMTPDialogueTests {
    @Test func aLetterIsHandedOverInOrder() throws {
        let steps = try run(dialogue(.none), [(220, ["hi"]), (250, ["box"]), (250, [""]), (251, [""]), (354, [""]), (250, [""])])
        #expect(steps == [.say("EHLO box\r\n"), .say("MAIL FROM:<kinbox@office.example>\r\n"), .say("RCPT TO:<a@office.example>\r\n"), .say("DATA\r\n"),
                          .say("Subject: x\r\n\r\n..dot\r\nend\r\n.\r\n"), .done])
    }

    @Test func nothingIsSaidWithoutTLSWhereItIsAskedFor() throws {
        let steps = try run(dialogue(.startTLS, password: "p"), [(220, [""]), (250, ["box", "STARTTLS", "AUTH PLAIN"]), (220, [""]), (250, ["box", "AUTH LOGIN PLAIN"]), (235, [""])])
        #expect(steps == [.say("EHLO box\r\n"), .say("STARTTLS\r\n"), .secure, .say("EHLO box\r\n"), .say("AUTH PLAIN AHUAcA==\r\n"), .say("MAIL FROM:<kinbox@office.example>\r\n")])
        #expect(throws: GatewayFault.self) { try run(dialogue(.startTLS), [(220, [""]), (250, ["box", "AUTH PLAIN"])]) }
        #expect(throws: GatewayFault.self) { try run(dialogue(.startTLS), [(220, [""]), (250, ["box", "STARTTLS"]), (454, [""])]) }
        #expect(throws: GatewayFault.self) { try run(dialogue(.none, password: "p"), [(220, [""]), (250, ["box", "AUTH PLAIN"])]) }
    }

    @Test func signingInWorksByLOGINToo() throws {
        let steps = try run(dialogue(.tls, password: "p"), [(220, [""]), (250, ["box", "AUTH=LOGIN"]), (334, [""]), (334, [""]), (235, [""])])
        #expect(steps.suffix(4) == [.say("AUTH LOGIN\r\n"), .say("dQ==\r\n"), .say("cA==\r\n"), .say("MAIL FROM:<kinbox@office.example>\r\n")])
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5]) func eachRefusalEndsIt(_ place: Int) {
        var replies: [(Int, [String])] = [(220, [""]), (250, ["box"]), (250, [""]), (250, [""]), (354, [""]), (250, [""])]
        replies[place].0 = 550
        #expect(throws: GatewayFault.self) { try run(dialogue(.none), replies) }
    }

    @Test func repliesArePutTogetherFromPieces() throws {
        var reader = SMTPReplyReader()
        for byte in Array("250-box\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n354".utf8) {
            reader.take([byte])
            if let reply = try reader.next() { #expect(reply == SMTPReply(code: 250, lines: ["box", "STARTTLS", "AUTH PLAIN"])) }
        }
        #expect(!reader.isEmpty)
        reader.take(Array("\n".utf8))
        #expect(try reader.next() == SMTPReply(code: 354, lines: [""]))
        #expect(reader.isEmpty)
    }

    @Test(arguments: ["HTTP/1.1 200 OK\r\n", "25\r\n", "250x\r\n", "999 no\r\n", "100 no\r\n", String(repeating: "2", count: 3_000), String(repeating: "250-a\r\n", count: 200)])
    func whatIsNoMailServerIsRefused(_ text: String) {
        var reader = SMTPReplyReader()
        reader.take(Array(text.utf8))
        #expect(throws: GatewayFault.self) { while try reader.next() != nil {} }
    }
}

@Suite struct HostLookupTests {
    @Test func namesComeFromTheHostsFile() {
        let hosts = "# none\n127.0.0.1 localhost\n10.1.2.3\tMail.office.lan mail # ours\n::1 localhost six\nbad mail\n"
        #expect(HostLookup.inHosts(hosts, "mail.office.lan").map(\.bytes) == [[10, 1, 2, 3]])
        #expect(HostLookup.inHosts(hosts, "localhost").map(\.isSix) == [false, true])
        #expect(HostLookup.inHosts(hosts, "ours").isEmpty && HostLookup.inHosts("", "a").isEmpty)
        #expect(HostLookup.nameServers("search lan\nnameserver 10.0.0.1\nnameserver ::1\nnameserver x\n").count == 2)
    }

    @Test func anAnswerIsReadAndOthersAreNot() throws {
        let question = try #require(HostLookup.question(0x1234, "mail.lan", type: 1))
        var answer = question
        answer[2] = 0x81
        answer[3] = 0x80
        answer[7] = 2
        answer += [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 9, 0, 2, 0xC0, 12]
        answer += [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 0, 0, 7]
        #expect(HostLookup.addresses(in: answer, number: 0x1234, type: 1).map(\.bytes) == [[10, 0, 0, 7]])
        #expect(HostLookup.addresses(in: answer, number: 0x1235, type: 1).isEmpty)
        #expect(HostLookup.addresses(in: answer, number: 0x1234, type: 28).isEmpty)
        // Cut off anywhere, or with any byte changed: no crash, and never more than what is there.
        for count in 0..<answer.count { #expect(HostLookup.addresses(in: Array(answer.prefix(count)), number: 0x1234, type: 1).isEmpty) }
        for place in answer.indices {
            for value: UInt8 in [0, 1, 63, 64, 127, 192, 255] {
                var bent = answer
                bent[place] = value
                #expect(HostLookup.addresses(in: bent, number: 0x1234, type: 1).count <= 2)
            }
        }
        #expect(HostLookup.question(1, "a..b", type: 1) == nil && HostLookup.question(1, String(repeating: "a", count: 64), type: 1) == nil)
    }
}
