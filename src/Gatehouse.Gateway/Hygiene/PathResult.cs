namespace Gatehouse.Gateway.Hygiene;

/// <summary>What <see cref="PathNormalizer"/> found.</summary>
internal enum PathResult
{
    /// <summary>The path as sent is already in normalised form; nothing was written.</summary>
    AsSent,

    /// <summary>The normalised form was written.</summary>
    Normalised,

    /// <summary>The path must be refused (<c>RejectionReason.PathInvalid</c>); what was written is meaningless.</summary>
    Rejected,
}
