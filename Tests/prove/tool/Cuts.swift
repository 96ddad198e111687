import Foundations
import PowerCut

/// Where to cut and in which weather.
struct CutPoint: Sendable {
    let number: Int
    /// How many operations of the log the disk had been given.
    let position: Int
    let weather: Weather
    let sector: Int
}

enum CutPlan {
    /// Spread over the log so that no part of it is left out: a third right around the promises, where a lost sync
    /// would show, the rest at random. Sorted by position.
    static func make(count: Int, log: Int, promises: [Int], dice: inout Dice) -> [CutPoint] {
        var positions: [Int] = []
        for number in 0..<count {
            if number % 3 == 0, let near = promises.randomElement(using: &dice) {
                positions.append(min(log, max(0, near + Int.random(in: -2...2, using: &dice))))
            } else {
                // One from each slice of the log, so that long quiet stretches and short busy ones are both met.
                let slice = Double(log) / Double(count)
                positions.append(min(log, Int((Double(number) + Double.random(in: 0..<1, using: &dice)) * slice)))
            }
        }
        let weathers = Weather.allCases
        return positions.sorted().enumerated().map { number, position in
            CutPoint(number: number, position: position, weather: weathers[number % weathers.count],
                     sector: number / weathers.count % 2 == 0 ? 512 : 4096)
        }
    }
}
