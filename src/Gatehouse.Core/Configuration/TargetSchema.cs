using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>targets</c>.</summary>
internal static class TargetSchema
{
    private const int DefaultPort = 8000;

    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampFraction("created_at"),
        CommonFields.TimestampFraction("updated_at"),
        Field.Foreign("upstream", "upstreams").Required(),
        Field.String("target").Required().Where(CommonFields.Text(CheckTarget)),
        Field.Integer("weight").InRange(0, 65535).WithDefault(100),
        CommonFields.Tags().Where(TargetTag.Check)) with
    {
        Prepare = AppendPort,
    };

    private static string? CheckTarget(string text)
        => HostAddress.TryParse(text, out _, out _) ? null : $"Invalid target ('{text}'); not a valid hostname or ip address";

    private static void AppendPort(JsonObject target)
    {
        if (JsonScalars.AsString(target["target"]) is { Length: > 0 } text && HostAddress.TryParse(text, out var address, out _))
        {
            target["target"] = address.ToAuthority(DefaultPort);
        }
    }
}
