using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>What Open Policy Agent decided. Immutable: one decision may serve many requests.</summary>
internal sealed record OpaDecision
{
    public required bool IsAllowed { get; init; }

    /// <summary>Status of a refusal.</summary>
    public int Status { get; init; } = 403;

    /// <summary>Message of a refusal; null = the standard text of the status.</summary>
    public string? Message { get; init; }

    /// <summary>JSON body of a refusal instead of a message; empty = none.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Header fields: of the request when it is allowed, of the answer when it is refused.</summary>
    public IReadOnlyList<(HeaderName Name, byte[] Value)> Headers { get; init; } = [];
}
