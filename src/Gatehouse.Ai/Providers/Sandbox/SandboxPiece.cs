namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>A piece of a sandbox answer: bytes, and how long it takes until they come. Null bytes = the connection breaks.</summary>
internal readonly record struct SandboxPiece(int DelayMilliseconds, byte[]? Bytes);
