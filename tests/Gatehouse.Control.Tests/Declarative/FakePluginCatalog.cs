using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>A few plugins with the shapes that matter: required fields, defaults, secrets, scope restrictions.</summary>
internal sealed class FakePluginCatalog : IPluginCatalog
{
    public IReadOnlyList<PluginDescriptor> Descriptors { get; } =
    [
        Make("key-auth", RecordSchema.Of(
            Field.ArrayOf("key_names", CommonFields.HeaderName("name")).Required().WithDefault(new System.Text.Json.Nodes.JsonArray("apikey")),
            Field.Boolean("hide_credentials", false).Required(),
            Field.String("anonymous"))) with { AllowsConsumer = false },
        Make("http-log", RecordSchema.Of(
            CommonFields.Url("http_endpoint").Required().Secret(),
            Field.MapOf("headers", CommonFields.HeaderName("name"), Field.String("value").Secret()),
            Field.Integer("timeout").WithDefault(10000))),
        Make("tcp-log", RecordSchema.Of(CommonFields.Host("host").Required(), CommonFields.Port("port").Required())),
        Make("cors", RecordSchema.Of(Field.ArrayOf("origins", Field.String("origin")), Field.Boolean("credentials", false))),
    ];

    public bool TryGet(string name, [NotNullWhen(true)] out PluginDescriptor? descriptor)
        => (descriptor = Descriptors.FirstOrDefault(d => d.Name == name)) is not null;

    private static PluginDescriptor Make(string name, RecordSchema config)
        => new() { Name = name, Priority = 1, Phases = PluginPhases.Access, Config = config };
}
