namespace Gatehouse.Ai.Canonical;

/// <summary>Why a request failed, in no dialect's words; each surface has its own status, type and code for it.</summary>
internal enum AiErrorKind
{
    /// <summary>The request is malformed or asks for what does not exist. 400</summary>
    InvalidRequest,

    /// <summary>It asks for what the chosen model cannot do. 400</summary>
    Unsupported,

    /// <summary>Nobody knows the client. 401</summary>
    Authentication,

    /// <summary>The client may not. 403</summary>
    Permission,

    /// <summary>A policy forbids it; names the policy, never the data. 403</summary>
    PolicyRefused,

    /// <summary>No such model. 404</summary>
    ModelNotFound,

    /// <summary>No such endpoint or object. 404</summary>
    NotFound,

    /// <summary>The request is too large. 413</summary>
    TooLarge,

    /// <summary>More tokens than the model's context window. 400</summary>
    ContextWindow,

    /// <summary>Too many requests or tokens; comes back by itself. 429</summary>
    RateLimited,

    /// <summary>A budget is used up. 429 (OpenAI: insufficient_quota)</summary>
    BudgetExceeded,

    /// <summary>The vendor is overloaded. 503 (Anthropic: 529)</summary>
    Overloaded,

    /// <summary>The vendor failed, or does not accept the gateway's credential. 502</summary>
    VendorFailed,

    /// <summary>The vendor took too long. 504</summary>
    Timeout,

    /// <summary>Nobody can answer now: every deployment failed or is resting. 503</summary>
    Unavailable,

    /// <summary>A defect of the gateway. 500</summary>
    Internal,
}
