/// A regular expression, matched by following all its possibilities at once (Thompson's way): time grows with
/// the pattern's size times the text's length and never faster, whatever the pattern.
struct Pattern {
    private enum Instruction {
        case set(Int)
        case split(Int, Int)
        case jump(Int)
        case start, end
        case wordEdge(isNegated: Bool)
        /// Goes on at `next` when the part behind it, up to its `.match`, fits here (or does not).
        case look(isNegated: Bool, next: Int)
        case match
    }

    static let mostInstructions = 6_000

    private var program: [Instruction] = []
    private var sets: [CharacterSet] = []
    /// Pieces written so far; `(){9999}` repeated writes many and no instruction.
    private var emitted = 0

    init(_ pattern: Text) throws(PatternFault) {
        var reader = try PatternReader(pattern)
        let root = try reader.read()
        try emit(root, reader.pieces)
        program.append(.match)
    }

    // MARK: Compiling

    private mutating func emit(_ index: Int, _ pieces: [Piece]) throws(PatternFault) {
        emitted += 1
        guard program.count < Pattern.mostInstructions, emitted < 20_000 else { throw PatternFault() }
        switch pieces[index] {
        case .set(let set):
            sets.append(set)
            program.append(.set(sets.count - 1))
        case .start: program.append(.start)
        case .end: program.append(.end)
        case .wordEdge(let isNegated): program.append(.wordEdge(isNegated: isNegated))
        case .sequence(let parts):
            for part in parts { try emit(part, pieces) }
        case .choice(let branches):
            var jumps: [Int] = []
            for (number, branch) in branches.enumerated() {
                let isLast = number == branches.count - 1
                let split = program.count
                if !isLast { program.append(.jump(0)) }
                try emit(branch, pieces)
                if !isLast {
                    jumps.append(program.count)
                    program.append(.jump(0))
                    program[split] = .split(split + 1, program.count)
                }
            }
            for jump in jumps { program[jump] = .jump(program.count) }
        case .repeated(let part, let least, let most):
            for _ in 0..<least { try emit(part, pieces) }
            if let most {
                var splits: [Int] = []
                for _ in least..<most {
                    splits.append(program.count)
                    program.append(.jump(0))
                    try emit(part, pieces)
                }
                for split in splits { program[split] = .split(split + 1, program.count) }
            } else {
                let split = program.count
                program.append(.jump(0))
                try emit(part, pieces)
                program.append(.jump(split))
                program[split] = .split(split + 1, program.count)
            }
        case .look(let part, let isNegated):
            let look = program.count
            program.append(.jump(0))
            try emit(part, pieces)
            program.append(.match)
            program[look] = .look(isNegated: isNegated, next: program.count)
        }
        guard program.count < Pattern.mostInstructions else { throw PatternFault() }
    }

    // MARK: Matching

    /// Whether the whole text fits; nothing when the fuel ran out.
    func fits(_ text: Text, fuel: inout Int) -> Bool? {
        let scalars = text.scalars
        fuel -= scalars.count / 4
        return run(0, scalars, 0, whole: true, &fuel)
    }

    /// Follows the program from `first` at `start` of the text; a match counts at the end only, or anywhere.
    private func run(_ first: Int, _ text: [UInt32], _ start: Int, whole: Bool, _ fuel: inout Int) -> Bool? {
        var marks = [Int](repeating: -1, count: program.count)
        var threads: [Int] = []
        guard var matched = follow(first, text, start, &threads, &marks, &fuel) else { return nil }
        var position = start
        while true {
            if matched, !whole || position == text.count { return true }
            if position == text.count || threads.isEmpty { return false }
            let scalar = text[position]
            position += 1
            var next: [Int] = []
            matched = false
            for thread in threads {
                fuel -= 1
                guard case .set(let set) = program[thread], sets[set].contains(scalar) else { continue }
                guard let reached = follow(thread + 1, text, position, &next, &marks, &fuel) else { return nil }
                matched = matched || reached
            }
            if fuel < 0 { return nil }
            threads = next
        }
    }

    /// Collects the sets that may come next from an instruction; true when the match is reached without any.
    private func follow(_ first: Int, _ text: [UInt32], _ position: Int, _ threads: inout [Int],
                        _ marks: inout [Int], _ fuel: inout Int) -> Bool? {
        var stack = [first]
        var matched = false
        while let at = stack.popLast() {
            if marks[at] == position { continue }
            marks[at] = position
            fuel -= 1
            if fuel < 0 { return nil }
            switch program[at] {
            case .set: threads.append(at)
            case .jump(let target): stack.append(target)
            case .split(let one, let other):
                stack.append(other)
                stack.append(one)
            case .start: if position == 0 { stack.append(at + 1) }
            case .end: if position == text.count { stack.append(at + 1) }
            case .wordEdge(let isNegated):
                let before = position > 0 && CharacterSet.belongs(text[position - 1], .word)
                let after = position < text.count && CharacterSet.belongs(text[position], .word)
                if (before != after) != isNegated { stack.append(at + 1) }
            case .look(let isNegated, let next):
                guard let found = run(at + 1, text, position, whole: false, &fuel) else { return nil }
                if found != isNegated { stack.append(next) }
            case .match: matched = true
            }
        }
        return matched
    }
}
