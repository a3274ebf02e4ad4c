namespace Gatehouse.Gateway.Forwarding;

/// <summary>Where the body of an upstream's answer comes from. Implemented by structs over the connection of either version.</summary>
internal interface IResponseSource
{
    /// <summary>Whether a body follows the head.</summary>
    bool HasBody { get; }

    /// <summary>Whether a byte or the end of the body can be had without waiting.</summary>
    bool HasBuffered { get; }

    /// <summary>Whether it was a timeout that ended the body.</summary>
    bool IsTimedOut { get; }

    /// <summary>Reads decoded body bytes: 1…n, 0 at the end, −1 when it broke off.</summary>
    ValueTask<int> ReadAsync(Memory<byte> destination);

    /// <summary>Adds the trailers, once the end was read.</summary>
    void ReadTrailers();

    /// <summary>Gives the answer up.</summary>
    void Abort();
}
