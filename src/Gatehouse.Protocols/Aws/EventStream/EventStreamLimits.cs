namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>Bounds on one frame.</summary>
public sealed record EventStreamLimits
{
    /// <summary>Octets that every frame has: two lengths, their checksum, and the checksum of the frame.</summary>
    public const int Overhead = 16;

    /// <summary>Octets of the two lengths and their checksum.</summary>
    public const int PreludeBytes = 12;

    /// <summary>Octets of one value of type bytes or text: the format's own limit.</summary>
    public const int MaxValueBytes = 32_767;

    /// <summary>Octets of all headers. Default 128 KiB, as botocore has it.</summary>
    public int MaxHeaderBytes { get; init; } = 128 * 1024;

    /// <summary>Octets of the payload. Default 24 MiB, as botocore has it.</summary>
    public int MaxPayloadBytes { get; init; } = 24 * 1024 * 1024;

    /// <summary>Headers of a frame. Default 64: Bedrock sends three, and finding a repeated name costs the square of this.</summary>
    public int MaxHeaders { get; init; } = 64;

    /// <summary>The defaults.</summary>
    public static EventStreamLimits Default { get; } = new();
}
