import java.io.File;
import java.util.List;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/**
 * Checks one RDF file against OWL 2 DL and OWL 2 RL (W3C OWL 2 Profiles).
 *
 * Usage: java -cp CLASSPATH Profiles.java FILE.ttl
 * Prints the number of axioms, then per profile the number of violations and each violation on a line.
 * Exit code 1 on any violation.
 */
public final class Profiles {

    private Profiles() {
    }

    public static void main(String[] args) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(args[0]));
        System.out.println("axioms: " + ontology.getAxiomCount());
        int violations = 0;
        for (OWLProfile profile : List.of(new OWL2DLProfile(), new OWL2RLProfile())) {
            List<OWLProfileViolation> found = profile.checkOntology(ontology).getViolations();
            System.out.println(profile.getName() + ": " + found.size());
            for (OWLProfileViolation violation : found) {
                System.out.println("    " + violation.toString().replace('\n', ' '));
            }
            violations += found.size();
        }
        System.exit(violations == 0 ? 0 : 1);
    }
}
