using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Observability;

/// <summary>Writes one entity as a JSON object, common fields included.</summary>
internal readonly struct EntityJson(Utf8JsonWriter writer)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>For fields without a method here.</summary>
    public Utf8JsonWriter Writer { get; } = writer;

    /// <summary>Renders an entity; <paramref name="fields"/> writes what is its own.</summary>
    public static byte[] Render(EntityConfig entity, Action<EntityJson> fields)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            var json = new EntityJson(writer);
            writer.WriteStartObject();
            json.Text("id", entity.Id);
            fields(json);
            json.Texts("tags", entity.Tags);
            writer.WriteNumber("created_at", (long)entity.CreatedAt);
            writer.WriteNumber("updated_at", (long)entity.UpdatedAt);
            json.Text("ws_id", KongWorkspace.Id);
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Renders no more than what names an entity.</summary>
    public static byte[] RenderNamed(string id, string? name, string? host)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            var json = new EntityJson(writer);
            writer.WriteStartObject();
            json.Text("id", id);
            json.Text("name", name);
            json.Text("host", host);
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a text unless it is not set.</summary>
    public void Text(string name, string? value)
    {
        if (value is not null)
        {
            Writer.WriteString(name, value);
        }
    }

    /// <summary>Writes a list unless it is not set.</summary>
    public void Texts(string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            return;
        }

        Writer.WriteStartArray(name);
        foreach (string value in values)
        {
            Writer.WriteStringValue(value);
        }

        Writer.WriteEndArray();
    }

    /// <summary>Writes a foreign key unless it is not set.</summary>
    public void Reference(string name, string? id)
    {
        if (id is not null)
        {
            Writer.WriteStartObject(name);
            Writer.WriteString("id", id);
            Writer.WriteEndObject();
        }
    }
}
