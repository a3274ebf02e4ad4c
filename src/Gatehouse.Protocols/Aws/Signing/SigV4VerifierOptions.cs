namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>What a verifier takes.</summary>
public sealed record SigV4VerifierOptions
{
    /// <summary>Signing name that the scope must have. Default <c>bedrock</c>.</summary>
    public string Service { get; init; } = "bedrock";

    /// <summary>Region that the scope must have. Default null: any.</summary>
    public string? Region { get; init; }

    /// <summary>How far <c>X-Amz-Date</c> may be from now, either way. Default 5 minutes, as AWS has it.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether <c>UNSIGNED-PAYLOAD</c> is taken. Default false: then anybody on the way could change the body.</summary>
    public bool AllowUnsignedPayload { get; init; }

    /// <summary>Most bytes of <c>Authorization</c>. Default 4096.</summary>
    public int MaxAuthorizationLength { get; init; } = 4096;

    /// <summary>Most signed headers. Default 64.</summary>
    public int MaxSignedHeaders { get; init; } = 64;
}
