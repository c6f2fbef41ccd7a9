/// The chance of a win between two rated models.
public enum WinProbability {
    /// The chance, from 0 to 1, that the model rated `rating` beats the one rated `opponent`, ties counted half.
    public static func of(_ rating: Double, over opponent: Double) -> Double {
        Elementary.logistic((rating - opponent) / RatingScale.pointsPerStrength)
    }
}
