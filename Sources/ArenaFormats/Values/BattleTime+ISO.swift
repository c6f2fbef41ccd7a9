import Foundation

extension BattleTime {
    /// The time in UTC as LMArena's 140k set writes it, `2025-06-26T15:36:53.110000` without a zone; nil outside the years 1 to 9999.
    static func iso(of date: Date) -> String? {
        guard let microseconds = microseconds(of: date) else { return nil }
        let (day, rest) = floorDivide(Int(microseconds), by: 86_400_000_000)
        let (second, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
        // Days of the proleptic Gregorian calendar since 0000-03-01, so that the leap day comes last in a year and in 400 years.
        let (era, dayOfEra) = floorDivide(day + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let date = [digits(year, 4), digits(month, 2), digits(dayOfMonth, 2)].joined(separator: "-")
        let time = [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }.joined(separator: ":")
        return date + "T" + time + "." + digits(fraction, 6)
    }

    private static func floorDivide(_ number: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
        let remainder = (number % divisor + divisor) % divisor
        return ((number - remainder) / divisor, remainder)
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
