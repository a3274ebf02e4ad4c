using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Messages of the LLM gateway. Event ids 4700–4749.</summary>
internal static partial class AiLog
{
    [LoggerMessage(4700, LogLevel.Error, "ai-gateway: the ledger in {Directory} cannot be opened, requests are refused: {Reason}")]
    public static partial void BooksNotOpened(ILogger logger, string directory, string reason);
}
