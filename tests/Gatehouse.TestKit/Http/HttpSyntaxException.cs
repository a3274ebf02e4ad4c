namespace Gatehouse.TestKit.Http;

/// <summary>What the peer sent is not a well-formed HTTP/1.1 message (RFC 9112).</summary>
public sealed class HttpSyntaxException(string message) : Exception(message);
