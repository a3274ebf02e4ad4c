using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.FileLog;

/// <summary>Configuration of <c>file-log</c>.</summary>
internal sealed record FileLogConfig
{
    /// <summary>File to append to; <c>/dev/stdout</c> and <c>/dev/stderr</c> are the process's own.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the file is opened for each write, so that it may be moved at any time. Default false.</summary>
    public required bool Reopen { get; init; }

    public static FileLogConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new FileLogConfig { Path = reader.GetRequiredString("path"), Reopen = reader.GetBool("reopen", false) };
    }
}
