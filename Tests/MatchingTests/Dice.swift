import Matching

/// SplitMix64: the same draws on every machine.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int((next() >> 33) % UInt64(max(1, bound))) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Weight 1/(rank + flat): the greater `flat`, the less the first stand out.
    mutating func ranked(_ count: Int, flat: Double = 1) -> Int {
        let total = (0..<count).reduce(0.0) { $0 + 1 / (Double($1) + flat) }
        var target = Double(next() >> 11) * 0x1p-53 * total
        for index in 0..<count {
            target -= 1 / (Double(index) + flat)
            if target < 0 { return index }
        }
        return count - 1
    }
}

/// One question to the matcher and its true answer.
struct Labelled {
    var child: ChildDescription
    /// Its number among the stored; nil for a child who is not there.
    var truth: Int?
    /// In which script it was written down, and what kind of question it is: the columns of the report.
    var script: String
    var kind: String
}

/// A district with questions whose answers are known.
protocol LabelledDistrict {
    var stored: [ChildDescription] { get }
    var registrations: [Labelled] { get }
    var requests: [Labelled] { get }
}
