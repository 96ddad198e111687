import FoundationEssentials

extension Request {
    /// The body as JSON. Refuses, as a `Problem`: another content type (415), bytes that are not UTF-8 or not JSON (400),
    /// nesting deeper than `depth` (400), and values of the wrong shape (422 with the field's place, never its content).
    public func decodeJSON<Value: Decodable>(_ type: Value.Type = Value.self, depth: Int = 16) throws(Problem) -> Value {
        guard isJSON else {
            throw Problem(status: 415, code: "not-json", title: "This address takes application/json")
        }
        guard UTF8Check.isValid(body) else { throw JSONFault.problem("bad-text", "The text is not valid UTF-8") }
        guard JSONDepth.isWithin(depth, body) else {
            throw JSONFault.problem("too-deep", "The JSON is nested too deeply")
        }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(body))
        } catch let fault as DecodingError {
            throw JSONFault.problem(fault)
        } catch {
            throw JSONFault.problem("bad-json", "The body is not valid JSON")
        }
    }

    private var isJSON: Bool {
        guard let type = headers["content-type"] else { return false }
        let media = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return media == "application/json" || media.hasSuffix("+json")
    }
}

enum UTF8Check {
    static func isValid(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    }
}

/// Nesting is bounded before the decoder sees the bytes: it recurses, and the workers' stacks are small.
enum JSONDepth {
    static func isWithin(_ limit: Int, _ bytes: [UInt8]) -> Bool {
        var depth = 0, inString = false, escaped = false
        for byte in bytes {
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                inString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > limit { return false }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
            default:
                break
            }
        }
        return true
    }
}

enum JSONFault {
    static func problem(_ code: String, _ title: String) -> Problem {
        Problem(status: 400, code: code, title: title, whatIsSafe: "Nothing was changed.")
    }

    /// Says where, never what: decoders quote the value in their descriptions.
    static func problem(_ fault: DecodingError) -> Problem {
        let (context, code): (DecodingError.Context, String)
        switch fault {
        case .dataCorrupted(let found) where found.codingPath.isEmpty:
            return problem("bad-json", "The body is not valid JSON")
        case .dataCorrupted(let found):
            (context, code) = (found, "unreadable")
        case .typeMismatch(_, let found):
            (context, code) = (found, "wrong-type")
        case .valueNotFound(_, let found):
            (context, code) = (found, "missing")
        case .keyNotFound(let key, let found):
            let path = found.codingPath + [key]
            (context, code) = (DecodingError.Context(codingPath: path, debugDescription: ""), "missing")
        @unknown default:
            return problem("bad-json", "The body is not valid JSON")
        }
        let field = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return Problem(status: 422, code: "unexpected-shape", title: "The JSON has not the expected shape",
                       whatIsSafe: "Nothing was changed.",
                       faults: [Problem.Fault(field: String(field.prefix(200)), code: code)])
    }
}
