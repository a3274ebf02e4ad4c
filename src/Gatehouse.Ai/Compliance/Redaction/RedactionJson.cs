using System.Text.Json.Serialization;

namespace Gatehouse.Ai.Compliance.Redaction;

/// <summary>Strings of JSON without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class RedactionJson : JsonSerializerContext;
