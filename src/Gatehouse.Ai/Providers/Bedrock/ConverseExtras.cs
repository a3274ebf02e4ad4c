using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// Writes <c>additionalModelRequestFields</c>, which are the model's own, and the fields of a client that speaks Converse itself for which
/// there is no canonical word.
/// </summary>
internal static class ConverseExtras
{
    /// <summary>The field's name, and the path under which surfaces hand on what is in it.</summary>
    private const string Additional = "additionalModelRequestFields";

    private const string ResponsePaths = "additionalModelResponseFieldPaths";

    public static void Write(Utf8JsonWriter json, ChatRequest request, ReasoningPlan reasoning, ModelFamily family, EncodeNotes notes)
    {
        var extras = new JsonObject();
        AddReasoning(extras, reasoning, family);
        AddTopK(extras, request, reasoning, family, notes);
        if (ConverseTools.SaysChoiceToClaude(request, family))
        {
            extras["tool_choice"] = ClaudeChoice(request, reasoning, notes);
        }

        if (request.Betas.Count > 0 && family == ModelFamily.Claude)
        {
            extras["anthropic_beta"] = new JsonArray([.. request.Betas.Select(b => (JsonNode)JsonValue.Create(b))]);
        }

        bool hasPaths = WriteForeign(json, request, extras, notes);
        if (extras.Count > 0)
        {
            json.WritePropertyName(Additional);
            extras.WriteTo(json);
        }

        // Which stop sequence came is told only when it is asked for.
        if (!hasPaths && family == ModelFamily.Claude && request.StopSequences.Count > 0)
        {
            json.WriteStartArray(ResponsePaths);
            json.WriteStringValue("/stop_sequence");
            json.WriteEndArray();
        }
    }

    private static void AddReasoning(JsonObject extras, ReasoningPlan reasoning, ModelFamily family)
    {
        switch (family)
        {
            case ModelFamily.Claude when reasoning.Type is { } type:
                var thinking = new JsonObject { ["type"] = type };
                if (reasoning.Budget is { } budget)
                {
                    thinking["budget_tokens"] = budget;
                }

                if (reasoning.Display is { } display)
                {
                    thinking["display"] = display;
                }

                extras["thinking"] = thinking;
                break;
            case ModelFamily.Nova when reasoning.IsOn:
                extras["reasoningConfig"] = new JsonObject { ["type"] = "enabled", ["maxReasoningEffort"] = reasoning.Effort };
                break;
            case ModelFamily.GptOss when reasoning.IsOn:
                extras["reasoning_effort"] = reasoning.Effort;
                break;
            default:
                break;
        }
    }

    private static void AddTopK(JsonObject extras, ChatRequest request, ReasoningPlan reasoning, ModelFamily family, EncodeNotes notes)
    {
        if (request.TopK is not { } topK)
        {
            return;
        }

        switch (family)
        {
            case ModelFamily.Claude when reasoning.IsOn:
                notes.Changed("top_k", "not sent, because the model thinks");
                break;
            case ModelFamily.Claude or ModelFamily.Mistral:
                extras["top_k"] = topK;
                break;
            case ModelFamily.Nova:
                extras["inferenceConfig"] = new JsonObject { ["topK"] = topK };
                break;
            case ModelFamily.Cohere:
                extras["k"] = topK;
                break;
            default:
                notes.Unsupported("top_k", "this model has no such setting");
                break;
        }
    }

    private static JsonObject ClaudeChoice(ChatRequest request, ReasoningPlan reasoning, EncodeNotes notes)
    {
        bool isForced = request.ToolChoice?.Kind is ToolChoiceKind.Required or ToolChoiceKind.Named;
        if (isForced && reasoning.IsOn)
        {
            notes.Unsupported("tool_choice", "this model cannot be made to call a tool while it thinks");
            isForced = false;
        }

        var choice = new JsonObject
        {
            ["type"] = !isForced ? "auto" : request.ToolChoice!.Kind == ToolChoiceKind.Required ? "any" : "tool",
            ["disable_parallel_tool_use"] = true,
        };
        if (isForced && request.ToolChoice is { Kind: ToolChoiceKind.Named, Name: var name })
        {
            choice["name"] = name;
        }

        return choice;
    }

    private static bool WriteForeign(Utf8JsonWriter json, ChatRequest request, JsonObject extras, EncodeNotes notes)
    {
        bool hasPaths = false;
        foreach (var field in request.Foreign)
        {
            bool isConverse = request.Format == WireFormat.BedrockConverse;
            if (isConverse && field.Path.StartsWith(Additional + ".", StringComparison.Ordinal))
            {
                extras[field.Path[(Additional.Length + 1)..]] = JsonNode.Parse(field.Value.GetRawText(), documentOptions: ConverseEncoder.Deep);
            }
            else if (isConverse && !field.Path.AsSpan().ContainsAny('.', '['))
            {
                json.WritePropertyName(field.Path);
                field.Value.WriteTo(json);
                hasPaths |= field.Path == ResponsePaths;
            }
            else
            {
                notes.Foreign(field);
            }
        }

        return hasPaths;
    }
}
