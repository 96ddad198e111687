/// A table from texts to whole numbers, with open addressing. One such table serves names, lists and sets alike, which
/// keeps the browser's build small. Entries keep the order they came in and are never taken out.
struct TextTable {
    private(set) var keys: [Text] = []
    private var values: [Int] = []
    /// Places in `keys` plus one; 0 is free. Always a power of two, at most half full.
    private var slots: [Int32] = []

    var count: Int { keys.count }

    func value(_ key: Text) -> Int? {
        guard let place = place(key) else { return nil }
        return values[place]
    }

    func contains(_ key: Text) -> Bool { place(key) != nil }

    /// Sets the value; true when the key is new.
    @discardableResult
    mutating func set(_ key: Text, _ value: Int) -> Bool {
        if let place = place(key) {
            values[place] = value
            return false
        }
        keys.append(key)
        values.append(value)
        if keys.count * 2 > slots.count { grow() } else { enter(keys.count - 1) }
        return true
    }

    /// As a set: true when the key is new.
    mutating func insert(_ key: Text) -> Bool { set(key, 0) }

    private func place(_ key: Text) -> Int? {
        guard !slots.isEmpty else { return nil }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key.hash) & mask
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if keys[place] == key { return place }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func enter(_ place: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: keys[place].hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(place + 1)
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: max(16, slots.count * 2))
        for place in keys.indices { enter(place) }
    }
}

/// Small sorted sets of numbers, such as the rules that read a field.
func insertSorted(_ number: Int, into numbers: inout [Int]) {
    var low = 0
    var high = numbers.count
    while low < high {
        let middle = (low + high) / 2
        if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    if low < numbers.count, numbers[low] == number { return }
    numbers.insert(number, at: low)
}
