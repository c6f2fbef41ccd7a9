extension JSONObject {
    /// An optional whole number that is not negative.
    func count(_ name: String) throws(BattleFileError) -> Int? {
        guard let number = try wholeNumber(name) else { return nil }
        guard number >= 0 else { throw error(.badValue, name, "is \(number), below zero") }
        return number
    }
}
