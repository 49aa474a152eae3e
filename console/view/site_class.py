"""What a site's class means, said on every screen and every paper."""

CLASS_WORDS = {
    "DEMO": "A demo: invented people, invented patients, a plant that is simulated.",
    "TRAINING": "A training site: nothing here is about a real patient.",
    "AID": "A decision aid beside the paper: not the batch record.",
    "RECORD": "The batch record.",
}
