import Foundation
import Glibc
import Foundations

/// Talking to the person at the console. Notes go to standard error, results to standard output.
enum Terminal {
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    static func answer(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Sorted, indented JSON on standard output.
    static func answer(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        answer(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    static func exit(_ code: Int32) -> Never {
        Glibc.exit(code)
    }

    /// Runs a command's body; a fault is told as what happened, what is safe and what to do, and ends with its code.
    /// With `json` the fault is an answer too, so that a program that asked for JSON always gets some.
    static func guarded(json: Bool = false, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch let fault as any KinboxFault {
            if json { try? answer(json: FaultAnswer(fault)) }
            say("\(fault.whatHappened)\n\(fault.whatIsSafe)\n\(fault.whatToDo)\n(\(fault.code))")
            exit(fault.exitCode)
        } catch {
            if json { try? answer(json: FaultAnswer(code: "failed", whatHappened: "\(error)", whatIsSafe: "", whatToDo: "")) }
            say("\(error)")
            exit(1)
        }
    }
}

/// A command that could not do what it was asked, in JSON: `{"ok": false, "error": {…}}`.
private struct FaultAnswer: Encodable {
    struct Told: Encodable {
        var code: String
        var whatHappened: String
        var whatIsSafe: String
        var whatToDo: String
    }
    let ok = false
    let error: Told

    init(_ fault: any KinboxFault) {
        self.init(code: fault.code, whatHappened: fault.whatHappened, whatIsSafe: fault.whatIsSafe, whatToDo: fault.whatToDo)
    }

    init(code: String, whatHappened: String, whatIsSafe: String, whatToDo: String) {
        error = Told(code: code, whatHappened: whatHappened, whatIsSafe: whatIsSafe, whatToDo: whatToDo)
    }
}

/// Passwords never come as arguments: from the terminal without echo, or from a file that only its owner reads.
enum SecretInput {
    /// Reads one line. `file` nil asks at the terminal. Throws when the file is readable by others.
    static func read(_ prompt: String, file: String?) throws -> [UInt8] {
        guard let file else { return try ask(prompt) }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file), let mode = attributes[.posixPermissions] as? Int else {
            throw InputFault(code: "no-secret-file", what: "The file with the secret could not be read.", todo: "Check its path.")
        }
        guard mode & 0o077 == 0 else {
            throw InputFault(code: "secret-file-open", what: "The file with the secret can be read by others.", todo: "Run chmod 600 on it.")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw InputFault(code: "no-secret-file", what: "The file with the secret could not be read.", todo: "Check its path.")
        }
        return firstLine(data.map { $0 })
    }

    private static func ask(_ prompt: String) throws -> [UInt8] {
        FileHandle.standardError.write(Data(prompt.utf8))
        var settings = termios()
        let isTerminal = tcgetattr(STDIN_FILENO, &settings) == 0
        if isTerminal {
            var quiet = settings
            quiet.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
        }
        defer {
            if isTerminal {
                tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
                Terminal.say("")
            }
        }
        guard let line = readLine(strippingNewline: true) else {
            throw InputFault(code: "no-input", what: "Nothing was typed.", todo: "Type the secret, or give a file with it.")
        }
        return Array(line.utf8)
    }

    private static func firstLine(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    }
}

struct InputFault: KinboxFault {
    let code: String
    let whatHappened: String
    let whatToDo: String

    init(code: String, what: String, todo: String) {
        self.code = code
        whatHappened = what
        whatToDo = todo
    }

    var whatIsSafe: String { "Nothing was changed." }
    var exitCode: Int32 { 2 }
}
