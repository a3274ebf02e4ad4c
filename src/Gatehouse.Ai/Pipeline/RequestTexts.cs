using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;

namespace Gatehouse.Ai.Pipeline;

/// <summary>
/// Shows a visitor every text of a request, and puts together the request with what it returned. One walk for scanning and for redaction:
/// what is scanned and what goes out cannot differ. A new field of <see cref="ChatRequest"/> that carries text has to be named here; a test
/// walks all properties.
/// </summary>
internal static class RequestTexts
{
    /// <summary>Walks a chat request; the same one comes back where the visitor rewrites nothing.</summary>
    public static ChatRequest Visit(ChatRequest request, ITextVisitor visitor)
    {
        var messages = Map(request.Messages, visitor, Visit);
        var tools = Map(request.Tools, visitor, Visit);
        var stops = Map(request.StopSequences, visitor, static (s, v) => v.Text(FieldKind.Other, s));
        var format = request.ResponseFormat is { } wished ? Visit(wished, visitor) : null;
        var choice = request.ToolChoice is { Name: { } name } ? request.ToolChoice with { Name = visitor.Text(FieldKind.ToolDefinition, name) } : request.ToolChoice;
        var reasoning = request.Reasoning is { } wish
            ? wish with { Effort = Optional(FieldKind.Other, wish.Effort, visitor), Summary = Optional(FieldKind.Other, wish.Summary, visitor) }
            : null;
        string? user = Optional(FieldKind.Metadata, request.User, visitor);
        string? cacheKey = Optional(FieldKind.Metadata, request.PromptCacheKey, visitor);
        string? tier = Optional(FieldKind.Other, request.ServiceTier, visitor);
        string? verbosity = Optional(FieldKind.Other, request.Verbosity, visitor);
        var metadata = Map(
            request.Metadata, visitor, static (p, v) => KeyValuePair.Create(v.Text(FieldKind.Metadata, p.Key), v.Text(FieldKind.Metadata, p.Value)));
        var betas = Map(request.Betas, visitor, static (b, v) => v.Text(FieldKind.Other, b));
        var bias = Json(FieldKind.Other, request.LogitBias, visitor);
        var foreign = Map(request.Foreign, visitor, Visit);
        return !visitor.Rewrites ? request : request with
        {
            Messages = messages,
            Tools = tools,
            StopSequences = stops,
            ResponseFormat = format,
            ToolChoice = choice,
            Reasoning = reasoning,
            User = user,
            PromptCacheKey = cacheKey,
            ServiceTier = tier,
            Verbosity = verbosity,
            Metadata = metadata,
            Betas = betas,
            LogitBias = bias,
            Foreign = foreign,
        };
    }

    /// <summary>Walks an embeddings request. Tokens cannot be read.</summary>
    public static EmbeddingsRequest Visit(EmbeddingsRequest request, ITextVisitor visitor)
    {
        foreach (var _ in request.Tokens)
        {
            visitor.Uninspectable(UninspectableKind.Opaque);
        }

        return request with
        {
            Texts = Map(request.Texts, visitor, static (t, v) => v.Text(FieldKind.EmbeddingsInput, t)),
            User = Optional(FieldKind.Metadata, request.User, visitor),
            Foreign = Map(request.Foreign, visitor, Visit),
        };
    }

    // Every element is shown; a list is made only where something else than these goes out.
    private static IReadOnlyList<T> Map<T>(IReadOnlyList<T> items, ITextVisitor visitor, Func<T, ITextVisitor, T> visit)
    {
        var rewritten = visitor.Rewrites && items.Count > 0 ? new T[items.Count] : null;
        for (int i = 0; i < items.Count; i++)
        {
            var item = visit(items[i], visitor);
            if (rewritten is not null)
            {
                rewritten[i] = item;
            }
        }

        return rewritten ?? items;
    }

    private static ForeignField Visit(ForeignField field, ITextVisitor visitor)
    {
        // The name comes from the client as well, and nothing can stand in its place.
        if (visitor.Text(FieldKind.Other, field.Path) != field.Path)
        {
            throw new AiException(AiErrorKind.PolicyRefused, "A compliance policy demands that data be replaced where it cannot be: in the name of a field.");
        }

        var value = Json(FieldKind.Other, field.Value, visitor);
        return visitor.Rewrites ? field with { Value = value } : field;
    }

    private static ResponseFormat Visit(ResponseFormat format, ITextVisitor visitor) => format with
    {
        Name = Optional(FieldKind.Other, format.Name, visitor),
        Description = Optional(FieldKind.Other, format.Description, visitor),
        Schema = Json(FieldKind.Other, format.Schema, visitor),
    };

    private static Message Visit(Message message, ITextVisitor visitor)
    {
        var kind = message.Role switch
        {
            MessageRole.System => FieldKind.System,
            MessageRole.Assistant => FieldKind.Assistant,
            _ => FieldKind.User,
        };
        string? name = Optional(FieldKind.Metadata, message.Name, visitor);
        if (visitor.Rewrites)
        {
            return message with { Name = name, Parts = [.. message.Parts.Select(p => Visit(p, kind, visitor))] };
        }

        for (int i = 0; i < message.Parts.Count; i++)
        {
            Visit(message.Parts[i], kind, visitor);
        }

        return message;
    }

    private static Part Visit(Part part, FieldKind kind, ITextVisitor visitor)
    {
        switch (part)
        {
            case TextPart text:
                string shown = visitor.Text(kind, text.Text);
                return visitor.Rewrites ? text with { Text = shown } : part;
            case RefusalPart refusal:
                return refusal with { Text = visitor.Text(kind, refusal.Text) };
            case ReasoningPart reasoning:
                foreach (string? proof in (ReadOnlySpan<string?>)[reasoning.Signature, reasoning.Redacted])
                {
                    // Encrypted for its vendor, who has seen it already; changed it would be refused, so it is neither read nor rewritten.
                    if (proof is not null)
                    {
                        visitor.Uninspectable(UninspectableKind.Opaque, proof);
                    }
                }

                return reasoning with { Text = visitor.Text(FieldKind.Reasoning, reasoning.Text), Id = Optional(FieldKind.Metadata, reasoning.Id, visitor) };
            case ToolCallPart call:
                return call with { Id = visitor.Text(FieldKind.Metadata, call.Id), Name = visitor.Text(FieldKind.ToolDefinition, call.Name), Arguments = visitor.Text(FieldKind.ToolArguments, call.Arguments) };
            case ToolResultPart result:
                return result with
                {
                    CallId = visitor.Text(FieldKind.Metadata, result.CallId),
                    Content = [.. result.Content.Select(c => Visit(c, FieldKind.ToolResult, visitor))],
                    Name = Optional(FieldKind.ToolDefinition, result.Name, visitor),
                };
            case ImagePart image:
                return image with { Source = Visit(image.Source, UninspectableKind.Image, visitor), Detail = Optional(FieldKind.Other, image.Detail, visitor) };
            case AudioPart audio:
                return audio with { Source = Visit(audio.Source, UninspectableKind.Audio, visitor), Format = visitor.Text(FieldKind.Other, audio.Format) };
            case FilePart file:
                return file with
                {
                    Source = file.Source is { } source ? Visit(source, UninspectableKind.File, visitor) : null,
                    Name = Optional(FieldKind.FileName, file.Name, visitor),
                    Text = Optional(kind, file.Text, visitor),
                    Context = Optional(kind, file.Context, visitor),
                };
            case ForeignPart foreign:
                return foreign with { Value = Json(kind, foreign.Value, visitor) };
            default:
                visitor.Uninspectable(UninspectableKind.Opaque);
                return part;
        }
    }

    private static MediaSource Visit(MediaSource source, UninspectableKind kind, ITextVisitor visitor)
    {
        string? data = source.Base64;
        if (visitor.Reads && TextDocument.TryRead(source) is { } text)
        {
            // A document that is text is read as such, whatever it calls itself.
            string visited = visitor.Text(kind == UninspectableKind.File ? FieldKind.User : FieldKind.Other, text);
            visitor.Note(data!);
            data = visited == text ? data : Convert.ToBase64String(Encoding.UTF8.GetBytes(visited));
        }
        else
        {
            visitor.Uninspectable(kind, data);
        }

        return source with
        {
            Base64 = data,
            MediaType = Optional(FieldKind.Other, source.MediaType, visitor),
            Url = Optional(FieldKind.Other, source.Url, visitor),
            FileId = Optional(FieldKind.Metadata, source.FileId, visitor),
        };
    }

    private static Tool Visit(Tool tool, ITextVisitor visitor) => tool with
    {
        Name = visitor.Text(FieldKind.ToolDefinition, tool.Name),
        Description = Optional(FieldKind.ToolDefinition, tool.Description, visitor),
        Parameters = Json(FieldKind.ToolDefinition, tool.Parameters, visitor),
        Foreign = tool.Foreign is { } foreign ? foreign with { Value = Json(FieldKind.ToolDefinition, foreign.Value, visitor) } : null,
    };

    private static string? Optional(FieldKind kind, string? text, ITextVisitor visitor) => text is null ? null : visitor.Text(kind, text);

    private static JsonElement Json(FieldKind kind, JsonElement value, ITextVisitor visitor)
        => value.ValueKind == JsonValueKind.Undefined ? value : visitor.Json(kind, value);
}
