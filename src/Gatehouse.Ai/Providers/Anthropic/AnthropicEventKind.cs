namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Events of a stream that mean something; pings and what is yet unknown do not.</summary>
internal enum AnthropicEventKind
{
    Unknown,

    MessageStart,

    BlockStart,

    BlockDelta,

    BlockStop,

    MessageDelta,

    MessageStop,

    Error,
}
