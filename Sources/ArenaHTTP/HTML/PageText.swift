/// The words of the pages that the server writes itself.
enum PageText {
    case skipToContent, navigation, vote, leaderboard, mine, method, language, methodIsInEnglish
    case question, lede, prompt, sideA, sideB, legend, modelA, modelB, tie, bothBad, send, another
    case recorded, alreadyRecorded, counted, notCounted, wasA, wasB, unrated, next, sorry, tryAgain, sample, rating

    var english: String {
        switch self {
        case .skipToContent: "Skip to content"
        case .navigation: "Pages"
        case .vote: "Vote"
        case .leaderboard: "Leaderboard"
        case .mine: "My votes"
        case .method: "How ratings are computed"
        case .language: "Language"
        case .methodIsInEnglish: "The text below is in English."
        case .question: "Which response is better?"
        case .lede: "Two anonymous models answered the same prompt. Their names follow your vote."
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
        case .sample: "Sample content: invented models, simulated votes"
        case .rating: "rating"
        }
    }

    var korean: String {
        switch self {
        case .skipToContent: "본문으로 건너뛰기"
        case .navigation: "페이지"
        case .vote: "투표"
        case .leaderboard: "순위표"
        case .mine: "나의 투표"
        case .method: "레이팅 계산 방법"
        case .language: "언어"
        case .methodIsInEnglish: "아래 글은 영어로 되어 있습니다."
        case .question: "어느 응답이 더 좋은가요?"
        case .lede: "익명의 두 모델이 같은 프롬프트에 답했습니다. 이름은 투표한 뒤에 공개됩니다."
        case .prompt: "프롬프트"
        case .sideA: "응답 A"
        case .sideB: "응답 B"
        case .legend: "투표하기"
        case .modelA: "A가 더 좋음"
        case .modelB: "B가 더 좋음"
        case .tie: "비슷함"
        case .bothBad: "둘 다 나쁨"
        case .send: "투표"
        case .another: "다른 대결 보기"
        case .recorded: "투표가 기록되었습니다."
        case .alreadyRecorded: "이미 기록된 투표입니다."
        case .counted: "순위에 반영됩니다."
        case .notCounted: "순위에 반영되지 않습니다. 이 투표는 집계에서 제외되었습니다."
        case .wasA: "A는"
        case .wasB: "B는"
        case .unrated: "아직 레이팅 없음"
        case .next: "다음 대결"
        case .sorry: "처리하지 못했습니다"
        case .tryAgain: "대결 받기"
        case .sample: "예시 자료: 가상의 모델과 모의 투표입니다"
        case .rating: "레이팅"
        }
    }
}
