using System.Buffers;
using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Plugins.FileLog;

/// <summary>Makes <c>file-log</c> instances.</summary>
internal sealed class FileLogFactory : IPluginFactory
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("*&%\\`\0");

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "file-log",
        Priority = 9,
        Phases = PluginPhases.Log,
        Config = RecordSchema.Of(
            Field.String("path").Required().Where(CheckPath).Describe("File to append to."),
            Field.Boolean("reopen", false).Required().Describe("Whether the file is opened for each write."),
            SchemaFields.CustomFieldsByLua()),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        var services = ObservabilityServices.From(context);
        var parsed = FileLogConfig.From(config);
        return new FileLogPlugin(services.Serializer, services.Streams.Acquire(parsed.Path, parsed.Reopen));
    }

    private static string? CheckPath(JsonNode value)
        => value.GetValue<string>().AsSpan().ContainsAny(Forbidden) ? "not a valid filename" : null;
}
