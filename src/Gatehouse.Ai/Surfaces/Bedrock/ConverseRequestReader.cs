using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>Reads the body of Converse and ConverseStream (Amazon Bedrock API reference, "Converse").</summary>
internal static class ConverseRequestReader
{
    /// <summary>Reads a request; throws <see cref="AiException"/>.</summary>
    public static ChatRequest Read(in ClientCall call, bool isStream)
    {
        if (call.PathValues is not [{ Length: > 0 } model, ..])
        {
            throw new AiException(AiErrorKind.InvalidRequest, "The path names no model.", "modelId");
        }

        return Read(JsonBody.Parse(call.Body.Span), model, isStream);
    }

    /// <summary>Reads a request that has been parsed.</summary>
    public static ChatRequest Read(JsonElement body, string model, bool isStream)
    {
        var foreign = new List<ForeignField>();
        var messages = new List<Message>();
        var system = new List<Part>();
        var request = new ChatRequest { Model = model, Messages = messages, Format = WireFormat.BedrockConverse, IsStream = isStream, WantsUsage = true };
        foreach (var (name, field) in new ConverseField(body, "", foreign).Members())
        {
            switch (name)
            {
                case "messages":
                    messages.AddRange(field.Items().Select(ReadMessage));
                    break;
                case "system":
                    system = ConverseContentReader.Read(field);
                    break;
                case "inferenceConfig":
                    request = ReadInference(request, field);
                    break;
                case "toolConfig":
                    request = ConverseToolsReader.Read(request, field);
                    break;
                case "outputConfig":
                    request = ConverseOutputReader.Read(request, field);
                    break;
                case "additionalModelRequestFields":
                    request = ConverseExtrasReader.Read(request, field);
                    break;
                case "requestMetadata":
                    request = request with { Metadata = [.. field.Members().Select(static m => KeyValuePair.Create(m.Name, m.Field.Text()))] };
                    break;
                case "serviceTier":
                    request = ReadTier(request, field);
                    break;
                default:
                    field.Keep(isHint: name is "additionalModelResponseFieldPaths" or "performanceConfig");
                    break;
            }
        }

        if (messages.Count == 0)
        {
            throw new AiException(AiErrorKind.InvalidRequest, "'messages' must be an array with at least one message.", "messages");
        }

        if (system.Count > 0)
        {
            messages.Insert(0, new(MessageRole.System, system));
        }

        return request with { Foreign = foreign };
    }

    private static Message ReadMessage(ConverseField message)
    {
        MessageRole? role = null;
        List<Part>? parts = null;
        foreach (var (name, field) in message.Members())
        {
            switch (name)
            {
                case "role":
                    role = field.Text() switch
                    {
                        "user" => MessageRole.User,
                        "assistant" => MessageRole.Assistant,
                        "system" => MessageRole.System,
                        _ => throw field.Wrong("user, assistant or system"),
                    };
                    break;
                case "content":
                    parts = ConverseContentReader.Read(field);
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return role is { } who && parts is not null ? new(who, parts) : throw message.Wrong("an object with role and content");
    }

    private static ChatRequest ReadInference(ChatRequest request, ConverseField config)
    {
        foreach (var (name, field) in config.Members())
        {
            switch (name)
            {
                case "maxTokens":
                    request = request with { MaxOutputTokens = field.Integer() is > 0 and var tokens ? tokens : throw field.Wrong("at least 1") };
                    break;
                case "temperature":
                    request = request with { Temperature = field.Number() };
                    break;
                case "topP":
                    request = request with { TopP = field.Number() };
                    break;
                case "stopSequences":
                    request = request with { StopSequences = [.. field.Items().Select(static s => s.Text())] };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return request;
    }

    private static ChatRequest ReadTier(ChatRequest request, ConverseField tier)
    {
        foreach (var (name, field) in tier.Members())
        {
            if (name == "type")
            {
                request = request with { ServiceTier = field.Text() };
            }
            else
            {
                field.Keep();
            }
        }

        return request;
    }
}
