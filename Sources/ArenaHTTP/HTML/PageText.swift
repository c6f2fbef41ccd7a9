/// The words of the pages that the server writes itself.
enum PageText {
    case skipToContent, navigation, vote, leaderboard, method, language
    case question, lede, prompt, sideA, sideB, legend, modelA, modelB, tie, bothBad, send, another
    case recorded, alreadyRecorded, counted, notCounted, wasA, wasB, unrated, next, sorry, tryAgain, sample, rating

    var english: String {
        switch self {
        case .skipToContent: "Skip to content"
        case .navigation: "Pages"
        case .vote: "Vote"
        case .leaderboard: "Leaderboard"
        case .method: "Method"
        case .language: "Language"
        case .question: "Which response is better?"
        case .lede: "Two models answered the same prompt. Who they are is told after your vote."
        case .prompt: "Prompt"
        case .sideA: "Response A"
        case .sideB: "Response B"
        case .legend: "Your vote"
        case .modelA: "A is better"
        case .modelB: "B is better"
        case .tie: "Tie"
        case .bothBad: "Both are bad"
        case .send: "Vote"
        case .another: "Skip to another battle"
        case .recorded: "Your vote is in the log."
        case .alreadyRecorded: "This vote was in the log already."
        case .counted: "It counts."
        case .notCounted: "It does not count: it was taken out of the ratings."
        case .wasA: "A was"
        case .wasB: "B was"
        case .unrated: "not rated yet"
        case .next: "Next battle"
        case .sorry: "That did not work"
        case .tryAgain: "Get a battle"
        case .sample: "This is sample content: it shows how the arena works."
        case .rating: "rating"
        }
    }

    var korean: String {
        switch self {
        case .skipToContent: "본문으로 건너뛰기"
        case .navigation: "페이지"
        case .vote: "투표"
        case .leaderboard: "리더보드"
        case .method: "방법"
        case .language: "언어"
        case .question: "어느 답변이 더 좋은가요?"
        case .lede: "두 모델이 같은 프롬프트에 답했습니다. 어떤 모델인지는 투표한 뒤에 알려 드립니다."
        case .prompt: "프롬프트"
        case .sideA: "답변 A"
        case .sideB: "답변 B"
        case .legend: "투표하기"
        case .modelA: "A가 더 좋다"
        case .modelB: "B가 더 좋다"
        case .tie: "비슷하다"
        case .bothBad: "둘 다 나쁘다"
        case .send: "투표"
        case .another: "다른 대결 보기"
        case .recorded: "투표가 기록되었습니다."
        case .alreadyRecorded: "이미 기록된 투표입니다."
        case .counted: "순위에 반영됩니다."
        case .notCounted: "순위에 반영되지 않습니다. 이 투표는 집계에서 제외되었습니다."
        case .wasA: "A는"
        case .wasB: "B는"
        case .unrated: "아직 점수 없음"
        case .next: "다음 대결"
        case .sorry: "처리하지 못했습니다"
        case .tryAgain: "대결 받기"
        case .sample: "아레나가 어떻게 동작하는지 보여 주는 예시 콘텐츠입니다."
        case .rating: "점수"
        }
    }
}
