namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>What a step of the decoder came to.</summary>
public enum EventStreamStatus
{
    /// <summary>The frame goes on behind the input, or none has begun.</summary>
    Incomplete,

    /// <summary>One frame is complete.</summary>
    Complete,

    /// <summary>This is no event stream, or more than is allowed; <see cref="EventStreamDecoder.Error"/> says why. There is no way on.</summary>
    Malformed,
}
