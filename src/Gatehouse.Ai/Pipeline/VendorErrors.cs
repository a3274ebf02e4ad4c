using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;

namespace Gatehouse.Ai.Pipeline;

/// <summary>What failures mean: for the client, for the next attempt, for the vendor's health.</summary>
internal static class VendorErrors
{
    /// <summary>The error of a call that has no answer, or no end of it.</summary>
    public static AiError Of(VendorFailure failure, Deployment deployment) => failure switch
    {
        VendorFailure.FirstTokenTimeout or VendorFailure.IdleTimeout or VendorFailure.TotalTimeout
            => new AiError(AiErrorKind.Timeout, $"The provider of '{deployment.Name}' took too long."),
        VendorFailure.NotReached => new AiError(AiErrorKind.Unavailable, $"The provider of '{deployment.Name}' cannot be reached."),
        VendorFailure.Cancelled => new AiError(AiErrorKind.Unavailable, "The request was cancelled."),
        _ => new AiError(AiErrorKind.VendorFailed, $"The answer of '{deployment.Name}' broke off."),
    };

    /// <summary>Whether another attempt may do better. What is wrong with the request itself is wrong everywhere; what one model cannot do, another may.</summary>
    public static bool IsRetryable(AiError error) => error.Kind is AiErrorKind.RateLimited or AiErrorKind.Overloaded or AiErrorKind.VendorFailed
        or AiErrorKind.Timeout or AiErrorKind.Unavailable or AiErrorKind.ModelNotFound or AiErrorKind.NotFound or AiErrorKind.Unsupported;

    /// <summary>Whether it speaks against the deployment's health. A model that is not there is a mistake of the configuration.</summary>
    public static bool IsIllness(AiError error) => error.Kind is AiErrorKind.RateLimited or AiErrorKind.Overloaded or AiErrorKind.VendorFailed
        or AiErrorKind.Timeout or AiErrorKind.Unavailable;

    /// <summary>Whether the same deployment would say the same again at once: a credential that is not accepted, a model that is not there or cannot do it.</summary>
    public static bool IsLasting(AiError error) => error.VendorStatus is 401 or 403 or 404 || error.Kind == AiErrorKind.Unsupported;

    /// <summary>The error a client gets when nobody could answer.</summary>
    public static AiError Exhausted(AiError? last, bool wasTried) => last is null
        ? new AiError(AiErrorKind.Unavailable, "No deployment can take the request now.") { ShouldRetry = true }
        : wasTried && IsRetryable(last) ? last with { ShouldRetry = last.RetryAfter is not null && last.Kind == AiErrorKind.RateLimited }
        : last;
}
