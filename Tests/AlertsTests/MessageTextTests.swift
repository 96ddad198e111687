import Alerts
import Foundations
import Foundation
import Testing

@Suite struct MessageTextTests {
    @Test func theWordsSayNothingButThatThereIsSomething() {
        #expect(MessageWords.languages == ["ar", "en", "fr"])
        for language in MessageWords.languages + ["ru"] {
            for words in [MessageWords(language: language, isUrgent: true), MessageWords(language: language, isUrgent: false), MessageWords(language: language, isUrgent: false, isTest: true)] {
                for text in [words.subject, words.body, words.short] {
                    #expect(text.contains("Kinbox") && !text.contains { $0.isNumber } && !text.contains("%") && !text.contains("{"), "\(text)")
                }
                let child = ["child", "case ", "enfant", "dossier", "طفل", "ملف", "حالة"]
                #expect(!child.contains { (words.subject + words.body + words.short).lowercased().contains($0) }, "\(words)")
                #expect(words.short.utf16.count <= 70, "\(words.short)")
            }
        }
        let all = Set(MessageWords.languages.flatMap { language in [true, false].map { MessageWords(language: language, isUrgent: $0).short } })
        #expect(all.count == 6)
        #expect(MessageWords(language: "ru", isUrgent: true) == MessageWords(language: "en", isUrgent: true))
    }

    @Test func aShortMessageIsNamedAsGammuReadsIt() {
        let at = WallTime(millis: 1_790_078_405_000, offsetMinutes: 240)
        let file = ShortMessageFile("Look", to: "+37360123456", isUrgent: false, at: at, mark: "kb12ab")
        #expect(file.name == "OUTC20260922_160005_00_+37360123456_kb12ab.txt")
        #expect(file.bytes == Array("Look".utf8))
        #expect(ShortMessageFile("Look", to: "1", isUrgent: true, at: at, mark: "a").name.hasPrefix("OUTA"))
        #expect(ShortMessageFile("é", to: "1", isUrgent: true, at: at, mark: "a").bytes == [0xFF, 0xFE, 0xE9, 0x00])
        #expect(ShortMessageFile("أ", to: "1", isUrgent: true, at: at, mark: "a").bytes == [0xFF, 0xFE, 0x23, 0x06])
    }

    @Test func aMailIsASCIIWithShortLines() {
        for language in MessageWords.languages {
            let words = MessageWords(language: language, isUrgent: true)
            let text = MailText.message(from: "kinbox@example.org", to: "a@example.org", subject: words.subject, body: words.body, at: WallTime(millis: 1_790_078_405_000, offsetMinutes: -210), mark: "ab12")
            #expect(text.utf8.allSatisfy { $0 < 0x80 })
            let lines = text.components(separatedBy: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.contains("\n") && !$0.contains("\r") })
            #expect(lines.contains("Message-ID: <ab12@example.org>") && lines.contains("To: <a@example.org>") && lines.contains { $0.hasSuffix(" -0330") && $0.hasPrefix("Date: ") })
        }
        #expect(MailText.base64([]) == "" && MailText.base64([77]) == "TQ==" && MailText.base64([77, 97]) == "TWE=" && MailText.base64([77, 97, 110]) == "TWFu")
    }

    @Test func addressesAreTakenStrictly() {
        #expect(Contact.phone("+373 60 123-456") == "+37360123456" && Contact.phone("(022) 123456") == "022123456")
        for bad in ["", "12345", "+", "+1234567890123456", "12a456", "../123456", "123_456", "++123456", "123456\n", "١٢٣٤٥٦٧"] { #expect(Contact.phone(bad) == nil, "\(bad)") }
        #expect(Contact.mail(" amal.k+x@office.example ") == "amal.k+x@office.example")
        for bad in ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\r\nRCPT", "<a@b>", "a@-b", "a@b..c", "é@b.c", "a\"@b", String(repeating: "a", count: 65) + "@b", "a@" + String(repeating: "b", count: 64)] {
            #expect(Contact.mail(bad) == nil, "\(bad)")
        }
        #expect(Contact.isHost("mail.example.org") && Contact.isHost("10.0.0.1") && !Contact.isHost("a b") && !Contact.isHost("") && !Contact.isHost("a/b"))
    }
}
