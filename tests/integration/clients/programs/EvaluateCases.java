import dk.overgreb.ApiClient;
import dk.overgreb.api.CasesApi;
import dk.overgreb.model.Evaluation;
import dk.overgreb.model.ModelCase;
import dk.overgreb.model.Obligation;
import java.nio.file.Path;

/** Sends cases to the service with the client that openapi-generator made, and tells the duties of each answer. */
public final class EvaluateCases {
    public static void main(String[] arguments) throws Exception {
        // [snippet
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        CasesApi cases = new CasesApi(client);
        // snippet]
        String at = arguments[1];
        for (int number = 2; number < arguments.length; number++) {
            Path file = Path.of(arguments[number]);
            ModelCase theCase = client.getObjectMapper().readValue(file.toFile(), ModelCase.class);
            // [snippet
            Evaluation answer = cases.evaluate(at, theCase, "dates", "da", null);
            for (Obligation duty : answer.getObligations()) {
                System.out.println(answer.getCaseId() + "\t" + duty.getKey() + "\t" + duty.getStatus().getValue());
            }
            // snippet]
        }
    }
}
